"""Bringing the schema up to date, once, however many instances start together."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from app.store.database import sqlalchemy_url

LOCK = 0x61647269  # "adri": the number of our advisory lock
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str) -> None:
    """Apply all migrations that the database lacks."""
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.connect() as connection:
            connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.commit()
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()
