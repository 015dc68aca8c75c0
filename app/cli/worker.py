"""`adrift worker`: a worker in a process of its own."""

import asyncio

import click


@click.command("worker")
def command() -> None:
    """Review pull requests until stopped; any number of these may share one database."""
    from app.cli.service_process import service_process  # noqa: PLC0415 - the service's libraries cost half a second
    from app.main import work_until_stopped  # noqa: PLC0415

    with service_process() as (settings, url):
        asyncio.run(work_until_stopped(settings, url))
