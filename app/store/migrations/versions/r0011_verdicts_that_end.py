"""Until when the verdict on a pull request holds."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pull_request", sa.Column("holds_until", sa.Date(), nullable=True))
    op.create_index("pull_request_by_end", "pull_request", ["holds_until"], postgresql_where="holds_until is not null")


def downgrade() -> None:
    op.drop_index("pull_request_by_end", "pull_request")
    op.drop_column("pull_request", "holds_until")
