"""The database: whether it answers, which version it is, and how far its schema has come."""

import asyncio

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from app.doctor.line import Findings
from app.settings import Settings
from app.store.database import database, sqlalchemy_url
from app.store.migrate import MIGRATIONS

OLDEST = 130_000
"""PostgreSQL 13, which procrastinate needs (its documentation)."""


async def examine_database(findings: Findings, settings: Settings) -> None:
    """Look at it. One that is embedded and was never started is left alone."""
    if settings.database_url is None and not (settings.data_dir / "postgres").exists():
        findings.ok("the embedded one is made when adrift first starts")
        return
    try:
        version, revision = await asyncio.to_thread(_look, settings)
    except ArgumentError:
        findings.problem("DATABASE_URL is no address of a database", "give postgresql://user:password@host/name")
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        findings.problem(f"it cannot be reached: {reason}", "see to DATABASE_URL, its password, and the way there")
    else:
        _examine_version(findings, version)
        _examine_schema(findings, revision)


def _look(settings: Settings) -> tuple[int, str | None]:
    """The server's version as a number, and the revision of our schema. Nothing is changed."""
    with database(settings) as url:
        engine = create_engine(sqlalchemy_url(url), connect_args={"connect_timeout": 5})
        try:
            with engine.connect() as connection:
                version = int(connection.execute(text("show server_version_num")).scalar_one())
                is_there = connection.execute(text("select to_regclass('alembic_version')")).scalar_one()
                found = connection.execute(text("select version_num from alembic_version")) if is_there else None
                return version, found.scalar_one_or_none() if found else None
        finally:
            engine.dispose()


def _examine_version(findings: Findings, version: int) -> None:
    says = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    if version < OLDEST:
        findings.problem(f"{says} is too old", f"use PostgreSQL {OLDEST // 10_000} or newer")
    else:
        findings.ok(says)


def _examine_schema(findings: Findings, revision: str | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    newest, known = script.get_current_head(), {one.revision for one in script.walk_revisions()}
    if revision is None:
        findings.ok("its tables are made when adrift first starts")
    elif revision == newest:
        findings.ok(f"its schema is up to date ({revision})")
    elif revision in known:
        findings.warning(f"its schema is {revision}, this version's is {newest}", "start adrift: it migrates")
    else:
        findings.warning(f"its schema ({revision}) is of a newer adrift", "upgrade this one, too")
