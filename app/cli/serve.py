"""`adrift serve`: the service."""

import click
import uvicorn

from app.cli.service_process import service_process
from app.main import web_application


@click.command("serve")
def command() -> None:
    """Receive webhooks, and review pull requests unless ADRIFT_WORKER=false leaves that to `adrift worker`."""
    with service_process() as (settings, url):
        uvicorn.run(web_application(settings, url), host=settings.host, port=settings.port, log_config=None)
