"""`adrift serve`: the service."""

import click


@click.command("serve")
def command() -> None:
    """Receive webhooks, and review pull requests unless ADRIFT_WORKER=false leaves that to `adrift worker`."""
    # the service's libraries cost half a second, which `adrift review` should not pay
    import uvicorn  # noqa: PLC0415

    from app.cli.options import UserError  # noqa: PLC0415
    from app.main import web_application  # noqa: PLC0415
    from app.settings import SettingsError, read_settings  # noqa: PLC0415
    from app.store.database import database  # noqa: PLC0415

    try:
        settings = read_settings()
        settings.credentials()
    except SettingsError as error:
        raise UserError(str(error)) from None
    with database(settings) as url:
        uvicorn.run(web_application(settings, url), host=settings.host, port=settings.port)
