"""One REST request from its bytes to its answer: route, sign-in, description, handler, description again."""

import hashlib
import json
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from tests.stand_in import openapi
from tests.stand_in.auth import Authenticator, Caller
from tests.stand_in.refusals import NOT_FOUND, Refused, error
from tests.stand_in.state import Json, PullRequest, Repository, World
from tests.stand_in.webhooks import Webhooks

BY_ID = re.compile(r"/repositories/(?P<id>\d+)(?P<rest>/.+)")
BY_NAME = re.compile(r"/repos/(?P<name>[^/]+/[^/]+)")
Item = TypeVar("Item")
# these parameters may contain slashes
WIDE = {"ref", "basehead", "path", "branch"}


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    body: bytes
    authorization: str
    accept: str = "*/*"
    if_none_match: str | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """What a handler is given."""

    world: World
    webhooks: Webhooks
    authenticator: Authenticator
    caller: Caller
    request: Request
    path: Mapping[str, str]
    body: Json

    def number(self, name: str) -> int:
        return int(self.path[name])

    @property
    def repository(self) -> Repository:
        found = self.world.repository(f"{self.path['owner']}/{self.path['repo']}")
        if found is None or not self.caller.sees(found):
            raise NOT_FOUND
        return found

    @property
    def pull(self) -> PullRequest:
        number = self.number("pull_number" if "pull_number" in self.path else "issue_number")
        found = self.world.pulls.get((self.repository.id, number))
        if found is None:
            raise NOT_FOUND
        return found

    def paged(self, items: Sequence[Item], show: Callable[[World, Item], Json], *, under: str | None = None) -> Answer:
        """One page of a list, its neighbours in the Link header; `under` names the list beside `total_count`."""
        size = min(int(self.request.query.get("per_page", "30")), 100)
        page = int(self.request.query.get("page", "1"))
        shown = [show(self.world, item) for item in items[(page - 1) * size : page * size]]
        last = max(1, -(-len(items) // size))
        body = shown if under is None else {"total_count": len(items), under: shown}
        return Answer(200, body, self.links(page, last))

    def links(self, page: int, last: int) -> Mapping[str, str]:
        near = {"prev": page - 1, "next": page + 1, "first": 1, "last": last}
        wanted = {"prev", "first"} if page > 1 else set()
        wanted |= {"next", "last"} if page < last else set()
        links = []
        for name in (name for name in near if name in wanted):
            query = urlencode({**self.request.query, "page": near[name]})
            links.append(f'<{self.world.api}{self.request.path}?{query}>; rel="{name}"')
        return {"Link": ", ".join(links)} if links else {}


Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """`needs` is "app" (its JWT), "" (any installation token), alternatives such as "issues|pull_requests:write", or
    "nobody" (signed in or not)."""

    method: str
    template: str
    needs: str
    handler: Handler
    # what the description calls the same operation, where the path is another
    described: str | None = None

    def match(self, request: Request) -> Mapping[str, str] | None:
        found = pattern(self.template).fullmatch(request.path) if request.method == self.method else None
        return found.groupdict() if found else None


class Rest:
    """The REST API over one world."""

    def __init__(self, world: World, webhooks: Webhooks, authenticator: Authenticator, routes: Sequence[Route]) -> None:
        self.world = world
        self.webhooks = webhooks
        self.authenticator = authenticator
        self.routes = routes

    def answer(self, request: Request) -> Answer:
        """Never raises: what goes wrong here is an answer 500 and a remembered violation."""
        with self.world.lock:
            try:
                return self.routed(request)
            except Refused as refusal:
                return Answer(refusal.status, refusal.body, refusal.headers)
            except openapi.ViolationError as violation:
                return self.broken(str(violation))
            except Exception:  # noqa: BLE001  a mistake of the stand-in must fail a test as loudly as one of the App
                return self.broken(f"{request.method} {request.path}: {traceback.format_exc()}")

    def routed(self, request: Request) -> Answer:
        request = self.by_name(request)
        if moved := self.moved(request):
            return moved
        for route in self.routes:
            path = route.match(request)
            if path is not None:
                return self.served(route, path, request)
        self.world.unknown_requests.append(f"{request.method} {request.path}")
        raise NOT_FOUND

    def by_name(self, request: Request) -> Request:
        """What is asked of a repository by its id, where redirects lead, is asked of it by its name."""
        found = BY_ID.fullmatch(request.path)
        repo = self.world.repositories.get(int(found["id"])) if found else None
        return replace(request, path=f"/repos/{repo.full_name}{found['rest']}") if found and repo else request

    def moved(self, request: Request) -> Answer | None:
        """The redirect from a name that a repository had before, while no other has it."""
        found = BY_NAME.match(request.path)
        repo = self.world.moved.get(found["name"].lower()) if found else None
        if found is None or repo is None or self.world.repository(found["name"]):
            return None
        url = f"{self.world.api}/repositories/{repo.id}{request.path[found.end() :]}"
        status = 301 if request.method == "GET" else 307
        text = "Moved Permanently" if status == 301 else "Temporary Redirect"
        return Answer(status, error(text) | {"url": url}, {"Location": url})

    def served(self, route: Route, path: Mapping[str, str], request: Request) -> Answer:
        caller = self.authenticator.caller(request.authorization, route.needs)
        operation = openapi.operation(route.method, route.described or route.template)
        body = parsed_body(request.body)
        described = path if route.described is None else dict.fromkeys(re.findall(r"{(\w+)}", route.described), "x")
        try:
            operation.check_request(described, request.query, body)
        except openapi.LimitExceededError as limit:
            raise Refused(422, error(f"Invalid request.\n\n{limit}")) from limit
        call = Call(self.world, self.webhooks, self.authenticator, caller, request, path, body or {})
        try:
            answer = route.handler(call)
        except Refused as refusal:
            answer = Answer(refusal.status, refusal.body, refusal.headers)
        operation.check_answer(answer.status, answer.body)
        return conditional(request, answer)

    def broken(self, message: str) -> Answer:
        self.world.violations.append(message)
        return Answer(500, error(message))


def conditional(request: Request, answer: Answer) -> Answer:
    """304 where the client has this very answer already; GitHub counts none of those."""
    if request.method != "GET" or answer.status != 200 or "ETag" in answer.headers:
        return answer
    tag = f'W/"{hashlib.sha256(json.dumps(answer.body).encode()).hexdigest()}"'
    return Answer(304) if request.if_none_match == tag else replace(answer, headers={**answer.headers, "ETag": tag})


def parsed_body(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError as problem:
        raise Refused(400, error("Problems parsing JSON")) from problem


PATTERNS: dict[str, re.Pattern[str]] = {}


def pattern(template: str) -> re.Pattern[str]:
    if template not in PATTERNS:
        parts = re.split(r"{(\w+)}", template)
        text = "".join(
            re.escape(part) if index % 2 == 0 else f"(?P<{part}>{'.+' if part in WIDE else '[^/]+'})"
            for index, part in enumerate(parts)
        )
        PATTERNS[template] = re.compile(text)
    return PATTERNS[template]
