"""Corrections: the log, what it found in the reports, and those records as the reader made them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("in_force", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("correction_by_number", "correction", ["number"], unique=False)
    op.create_table(
        "correction_anchor",
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("report", sa.Text()),
        sa.Column("text_digest", sa.Text()),
        sa.ForeignKeyConstraint(["correction"], ["correction.id"]),
        sa.PrimaryKeyConstraint("correction", "seq"),
    )
    op.create_index("correction_anchor_by_report", "correction_anchor", ["report"], unique=False)
    op.create_index("correction_anchor_by_text", "correction_anchor", ["text_digest"], unique=False)
    op.create_table(
        "as_read",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_table(
        "corrected",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report", "correction", "seq", "record"),
    )
    op.create_index("corrected_by_record", "corrected", ["record"], unique=False)
    op.create_index("corrected_by_correction", "corrected", ["correction"], unique=False)
    op.create_table(
        "left_out",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report", "record"),
    )
    op.create_index("left_out_by_record", "left_out", ["record"], unique=False)
    op.create_table(
        "corrected_actor",
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text()),
        sa.PrimaryKeyConstraint("correction", "seq", "id"),
    )
    op.create_index("corrected_actor_by_actor", "corrected_actor", ["actor"], unique=False)
    op.create_table(
        "actor_rejected",
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
