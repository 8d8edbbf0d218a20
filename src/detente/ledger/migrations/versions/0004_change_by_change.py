"""What changed since the derived tables were made, and the steps kept so that they need not be made anew.

The derived tables that change their form are dropped and made empty; the ledger fills them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "changed",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report", "actor"),
    )
    op.create_index("report_by_day", "report", ["day"], unique=False)
    op.create_index("cast_member_by_actor", "cast_member", ["actor", "report", "mentions"], unique=False)
    op.create_table(
        "actor_tally",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "field", "value"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "actor_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "actor"),
        sqlite_with_rowid=False,
    )
    op.create_index("actor_key_by_actor", "actor_key", ["actor"], unique=False)
    _empty_positions()
    op.create_table(
        "telling",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "telling_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("telling", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "place", "telling"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "telling_pair",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report", "one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_index("telling_pair_by_one", "telling_pair", ["one"], unique=False)
    op.create_index("telling_pair_by_other", "telling_pair", ["other"], unique=False)
    op.create_table(
        "thread",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.Column("kept_day", sa.Text(), nullable=True),
        sa.Column("kept_report", sa.Text(), nullable=True),
        sa.Column("kept_event", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("thread_by_due", "thread", ["due"], unique=False)
    op.create_index("thread_by_kept", "thread", ["kept_report", "kept_event"], unique=False)
    op.create_table(
        "thread_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "role", "last", "first", "thread"),
        sqlite_with_rowid=False,
    )
    op.create_index("thread_key_by_thread", "thread_key", ["thread"], unique=False)
    op.create_table(
        "thread_answer",
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("put", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("answer", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("thread_answer_by_put", "thread_answer", ["put"], unique=False)
    op.create_table(
        "deed_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "day", "event", "report"),
        sqlite_with_rowid=False,
    )
    op.create_index("deed_key_by_report", "deed_key", ["report", "event"], unique=False)
    op.execute("DELETE FROM state WHERE \"key\" = 'derived'")


def _empty_positions() -> None:
    op.drop_table("position_same")
    op.create_table(
        "position_same",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("telling", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("position_same_by_position", "position_same", ["position"], unique=False)
    op.create_index("position_same_by_report", "position_same", ["report"], unique=False)
    op.create_index("position_same_by_telling", "position_same", ["telling", "place"], unique=False)
    op.execute("DELETE FROM position_evidence")
    op.execute("DELETE FROM position_actor")
    if op.get_bind().dialect.name != "sqlite":
        # Other databases drop no table to which keys of others point, and can change a column.
        op.execute("DELETE FROM position")
        op.alter_column("position", "seq", type_=sa.Text())
        return
    op.drop_table("position")
    op.create_table(
        "position",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
