"""`adrift serve`: the service."""

import click


@click.command("serve")
def command() -> None:
    """Receive webhooks, and review pull requests unless ADRIFT_WORKER=false leaves that to `adrift worker`."""
    # the service's libraries cost half a second, which `adrift review` should not pay
    import uvicorn  # noqa: PLC0415

    from app.cli.service_process import service_process  # noqa: PLC0415
    from app.main import web_application  # noqa: PLC0415

    with service_process() as (settings, url):
        uvicorn.run(web_application(settings, url), host=settings.host, port=settings.port, log_config=None)
