"""Alembic's entry: runs on the connection that `migrate` holds the lock with."""

from alembic import context
from sqlmodel import SQLModel

from app.store import tables  # noqa: F401 - registers our tables

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
