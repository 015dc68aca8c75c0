"""What the service remembers, in PostgreSQL: the one door to SQLModel and SQLAlchemy."""
