"""How GitHub says no."""

from collections.abc import Mapping, Sequence

from tests.stand_in.state import Json

DOCUMENTATION = "https://docs.github.com/enterprise-server@3.19/rest"


class Refused(Exception):  # noqa: N818  an answer, not a fault of the program
    """The answer of a request that GitHub does not carry out."""

    def __init__(self, status: int, body: Json, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {body['message']}")
        self.status = status
        self.body = body
        self.headers = headers or {}


def error(message: str) -> Json:
    return {"message": message, "documentation_url": DOCUMENTATION}


def invalid(*, resource: str, code: str, field: str, message: str | None = None) -> Refused:
    """422 with one typed error."""
    problem = {"resource": resource, "code": code, "field": field} | ({"message": message} if message else {})
    return Refused(422, error("Validation Failed") | {"errors": [problem]})


def unprocessable(messages: Sequence[str]) -> Refused:
    """422 as the review endpoint words it: a list of sentences."""
    return Refused(422, error("Unprocessable Entity") | {"errors": list(messages)})


NOT_FOUND = Refused(404, error("Not Found") | {"status": "404"})
BAD_CREDENTIALS = Refused(401, error("Bad credentials") | {"status": "401"})
NOT_ACCESSIBLE = Refused(403, error("Resource not accessible by integration") | {"status": "403"})
