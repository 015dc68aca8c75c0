"""Which deliveries and reviews are old."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("delivery_by_time", "delivery", ["received_at"])
    op.create_index("review_by_end", "review", ["finished_at"])


def downgrade() -> None:
    op.drop_index("review_by_end", "review")
    op.drop_index("delivery_by_time", "delivery")
