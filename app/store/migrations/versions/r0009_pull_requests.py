"""Pull requests as they were last seen; a review keeps what its check run showed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pull_request",
        sa.Column("repository_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("installation_id", sa.BigInteger(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("head_sha", sa.String()),
        sa.Column("base_ref", sa.String()),
        sa.Column("check_name", sa.String()),
    )
    op.create_index("pull_request_by_head", "pull_request", ["repository_id", "head_sha"])
    op.add_column("review", sa.Column("report", sa.JSON()))


def downgrade() -> None:
    op.drop_column("review", "report")
    op.drop_table("pull_request")
