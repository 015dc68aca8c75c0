"""The groups of merge queues, and reviews of them, which are of no pull request. An older version never reads those."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merge_group",
        sa.Column("installation_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("repository_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("head_sha", sa.String(), primary_key=True),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("head_ref", sa.String(), nullable=False),
        sa.Column("base_sha", sa.String(), nullable=False),
        sa.Column("base_ref", sa.String(), nullable=False),
        sa.Column("destroyed", sa.String()),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.alter_column("review", "number", nullable=True)


def downgrade() -> None:
    op.execute("delete from review where number is null")
    op.alter_column("review", "number", nullable=False)
    op.drop_table("merge_group")
