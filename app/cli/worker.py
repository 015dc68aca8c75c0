"""`adrift worker`: a worker in a process of its own."""

import asyncio
import signal

import click


@click.command("worker")
def command() -> None:
    """Review pull requests until stopped; any number of these may share one database."""
    from app.cli.options import UserError  # noqa: PLC0415 - the service's libraries cost half a second
    from app.main import running_service, work  # noqa: PLC0415
    from app.settings import Settings, SettingsError, read_settings  # noqa: PLC0415
    from app.store.database import database  # noqa: PLC0415

    async def run(settings: Settings, url: str) -> None:
        async with running_service(settings, url) as service:
            task = asyncio.ensure_future(work(service))
            for stop in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(stop, task.cancel)
            await asyncio.wait([task])

    try:
        settings = read_settings()
        settings.credentials()
    except SettingsError as error:
        raise UserError(str(error)) from None
    with database(settings) as url:
        asyncio.run(run(settings, url))
