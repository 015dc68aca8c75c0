"""What came to governed branches past the check."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "landed",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        sa.Column("installation_id", sa.BigInteger(), nullable=False),
        sa.Column("repository_id", sa.BigInteger(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("commit_sha", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("check_name", sa.String(), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("landed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("resolved_sha", sa.String()),
    )
    columns = ["repository_id", "branch", "commit_sha", "fingerprint"]
    op.create_index("landed_once", "landed", columns, unique=True)
    unresolved = sa.text("resolved_at is null")
    op.create_index("landed_unresolved", "landed", ["repository_id", "branch"], postgresql_where=unresolved)


def downgrade() -> None:
    op.drop_table("landed")
