"""Stories: what finds the copies of a report, and which reports are one story."""

import sqlalchemy as sa
from alembic import op

from detente.stories import packed, sketch_of

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sketch",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("runs", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_table(
        "sketch_key",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("key", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report", "key"),
    )
    op.create_index("sketch_key_by_key", "sketch_key", ["key"], unique=False)
    op.create_table(
        "story",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_index("story_by_story", "story", ["story"], unique=False)
    connection = op.get_bind()
    ids = connection.execute(sa.text("SELECT id FROM report ORDER BY id")).scalars().all()
    for id in ids:
        text = connection.execute(sa.text("SELECT text FROM report WHERE id = :id"), {"id": id}).scalar_one()
        found = sketch_of(text)
        connection.execute(
            sa.text("INSERT INTO sketch (report, runs) VALUES (:id, :runs)"),
            {"id": id, "runs": packed(found.runs)},
        )
        for key in found.keys:
            connection.execute(
                sa.text("INSERT INTO sketch_key (report, key) VALUES (:id, :key)"), {"id": id, "key": key}
            )
