"""Which failed deliveries GitHub was asked to send again, and an index for the fair share of installations."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redelivery",
        sa.Column("guid", sa.String(), primary_key=True),
        sa.Column("installation_id", sa.BigInteger()),
        sa.Column("repository_id", sa.BigInteger()),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "adrift_jobs_by_installation",
        "procrastinate_jobs",
        [sa.text("(args ->> 'installation_id')"), "priority"],
        postgresql_where=sa.text("status = 'todo'"),
    )


def downgrade() -> None:
    op.drop_index("adrift_jobs_by_installation", "procrastinate_jobs")
    op.drop_table("redelivery")
