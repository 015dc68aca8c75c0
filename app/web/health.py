"""Whether this process is alive, and whether it can do its work."""

from http import HTTPStatus

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.service import Service
from app.store.database import session


async def healthz(_: Request) -> JSONResponse:
    """Alive: the process answers."""
    return JSONResponse({"status": "alive"})


async def readyz(request: Request) -> JSONResponse:
    """Ready: the database answers, so that a webhook can be stored; 503 otherwise."""
    service = request.app.state.service
    assert isinstance(service, Service)
    try:
        async with session(service.engine) as open_session:
            await open_session.execute(text("select 1"))
    except (SQLAlchemyError, OSError):
        return JSONResponse({"status": "the database does not answer"}, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"status": "ready"})
