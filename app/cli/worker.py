"""`adrift worker`: a worker in a process of its own."""

import asyncio

import click

from app.cli.service_process import service_process
from app.main import work_until_stopped


@click.command("worker")
def command() -> None:
    """Review pull requests until stopped; any number of these may share one database."""
    with service_process() as (settings, url):
        asyncio.run(work_until_stopped(settings, url))
