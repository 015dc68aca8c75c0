"""`adrift serve`: the service, and before it, where there are no credentials yet, the first-run set-up."""

import logging
import sys

import click
import uvicorn

from app.cli.service_process import service_process
from app.main import web_application
from app.observing.logs import hide
from app.settings import Settings
from app.web.setup.application import SetUp, setup_application

log = logging.getLogger(__name__)


@click.command("serve")
def command() -> None:
    """Receive webhooks, and review pull requests unless ADRIFT_WORKER=false leaves that to `adrift worker`. Without
    any credentials, show the pages that register the App first."""
    with service_process(can_register=True) as (settings, url):
        if not settings.is_registered():
            set_up(settings)
            hide(*settings.credentials().webhook_secrets())
        uvicorn.run(web_application(settings, url), host=settings.host, port=settings.port, log_config=None)


def set_up(settings: Settings) -> None:
    """Serve the set-up until credentials are stored."""

    def stop() -> None:
        server.should_exit = True

    setup = SetUp(settings, stop)
    # no access log: the addresses that GitHub sends a browser to hold codes
    server = uvicorn.Server(
        uvicorn.Config(
            setup_application(setup), host=settings.host, port=settings.port, log_config=None, access_log=False
        )
    )
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    # critical: whatever ADRIFT_LOG_LEVEL is, without the token nothing goes on
    log.critical("not registered with GitHub yet: open %s/setup, set-up token %s", address, setup.attempts.token)
    try:
        server.run()
    except KeyboardInterrupt:
        sys.exit(0)
