"""The job queue's own tables, as procrastinate 3.10 defines them.

`pyproject.toml` keeps procrastinate below the next minor version: an upgrade of it comes with a revision here that
applies its migration scripts.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # the script holds `%`, so it goes to the driver as it is
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(SchemaManager.get_schema())


def downgrade() -> None:
    raise RuntimeError("the job queue's tables are not taken away: they may hold jobs")
