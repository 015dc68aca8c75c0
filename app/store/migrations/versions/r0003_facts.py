"""What files say. A table of its own, which a service of an older version does not look at."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("installation_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("object_id", sa.String(), primary_key=True),
        sa.Column("dialect", sa.String(), primary_key=True),
        sa.Column("is_scanned", sa.Boolean(), primary_key=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        comment="a cache: may be emptied at any time",
    )
    columns = ["installation_id", "version", "used_at"]
    op.create_index("facts_by_use", "facts", columns, postgresql_include=["size"])


def downgrade() -> None:
    op.drop_table("facts")
