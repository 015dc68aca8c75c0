"""What complete reviews found, who pushed, and what became of labels."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complete_review",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        sa.Column("repository_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprints", sa.JSON(), nullable=False),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
    )
    columns = ["repository_id", "number", "completed_at"]
    op.create_index("complete_review_by_pull_request", "complete_review", columns)
    op.create_table(
        "pusher",
        sa.Column("repository_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("place", sa.String(), primary_key=True),
        sa.Column("head_sha", sa.String(), primary_key=True),
        sa.Column("login", sa.String(), primary_key=True),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "override_decision",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        sa.Column("repository_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("actor", sa.String()),
        sa.Column("put_at", sa.DateTime(timezone=True)),
        sa.Column("record", sa.String()),
        sa.Column("head_sha", sa.String(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("fingerprints", sa.JSON(), nullable=False),
        sa.Column("inherited_from", sa.Integer()),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("override_decision_by_pull_request", "override_decision", ["repository_id", "number"])


def downgrade() -> None:
    for name in ("override_decision", "pusher", "complete_review"):
        op.drop_table(name)
