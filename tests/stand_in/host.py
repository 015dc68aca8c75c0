"""The machine room: one world, its server, its webhooks and its faults."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.stand_in import (
    registration,
    routes_app,
    routes_checks,
    routes_comments,
    routes_pulls,
    routes_repositories,
    routes_reviews,
)
from tests.stand_in.auth import Authenticator
from tests.stand_in.faults import Fault, Faults
from tests.stand_in.git_http import GitHttp
from tests.stand_in.rest import Rest
from tests.stand_in.server import Seen, Server, asgi
from tests.stand_in.state import (
    CheckRun,
    IssueComment,
    Json,
    PullRequest,
    Repository,
    Review,
    ReviewComment,
    World,
    utc_now,
)
from tests.stand_in.webhooks import Delivery, Webhooks

PERMISSIONS = {
    "checks": "write",
    "pull_requests": "write",
    "contents": "read",
    "issues": "read",
    "members": "read",
    "merge_queues": "read",
    "metadata": "read",
}
EVENTS = ["installation_target", "issue_comment", "merge_group", "pull_request", "push", "repository"]
ROUTES = [
    *routes_app.ROUTES,
    *registration.ROUTES,
    *routes_checks.ROUTES,
    *routes_repositories.ROUTES,
    *routes_pulls.ROUTES,
    *routes_reviews.ROUTES,
    *routes_comments.ROUTES,
]


class Host:
    """The running of the stand-in, and what it remembers of the App."""

    def __init__(
        self,
        folder: Path,
        *,
        app_id: int = 4711,
        app_slug: str = "adrift",
        webhook_secret: str = "a webhook secret of the stand-in",
        webhook_url: str | None = None,
        permissions: Mapping[str, str] = PERMISSIONS,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.folder = folder
        self.world = World(
            app_id,
            app_slug,
            app_permissions=dict(permissions),
            app_events=list(EVENTS),
            clock=clock,
            created_at=clock(),
        )
        # admin of every repository, for tests that do not care who
        self.world.user("owner")
        self.webhooks = Webhooks(self.world, webhook_secret, webhook_url)
        self.authenticator = Authenticator(self.world)
        self.faults = Faults()
        self.requests: list[Seen] = []
        self.git = GitHttp(self.world, self.authenticator)
        self.asgi = asgi(
            Rest(self.world, self.webhooks, self.authenticator, ROUTES),
            self.git,
            registration.RegistrationPages(self.world),
            self.faults,
            self.requests,
        )
        self.server: Server | None = None
        self.private_key_pem = self.authenticator.private_key_pem
        self.webhook_secret = webhook_secret
        self.app_id = app_id

    def start(self, port: int = 0) -> str:
        """Listen on a real port of this machine; returns the base address."""
        self.server = Server(self.asgi, port)
        self.world.url = f"http://127.0.0.1:{self.server.start()}"
        return self.world.url

    def stop(self) -> None:
        self.webhooks.close()
        if self.server is not None:
            self.server.stop()
            self.server = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def api_url(self) -> str:
        return self.world.api

    @property
    def webhook_url(self) -> str | None:
        """Where webhooks go; None: they are recorded only."""
        return self.webhooks.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self.webhooks.url = url

    @property
    def violations(self) -> list[str]:
        """What GitHub's description does not allow: the App's requests, our answers and our webhooks."""
        return self.world.violations

    @property
    def unknown_requests(self) -> list[str]:
        return self.world.unknown_requests

    @property
    def deliveries(self) -> list[Delivery]:
        return self.webhooks.deliveries

    def events(self, event: str, action: str | None = None) -> list[Delivery]:
        """The deliveries of one kind, oldest first."""
        return [one for one in self.deliveries if one.event == event and action in {None, one.action}]

    def redeliver(self, guid: str) -> Delivery:
        return self.webhooks.redeliver(guid)

    async def settled(self) -> None:
        """Return when every webhook was answered or has failed."""
        await self.webhooks.settled()

    def wait_settled(self) -> None:
        self.webhooks.wait_settled()

    def fail_next(
        self,
        method: str,
        path: str,
        *,
        status: int | None = None,
        times: int = 1,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        after_effect: bool = False,
        delay: float = 0.0,
        drop_connection: bool = False,
        cut_after: int | None = None,
        times_over: int = 1,
    ) -> Fault:
        """Disturb the next `times` requests whose path contains the regular expression `path`.

        `after_effect` does the work first; `delay` alone only makes the answer late; `method` may be "*". Git's answers
        can be cut off after so many bytes, or be sent several times over. What is given back tells when it is `met`.
        """
        fault = Fault(
            method=method,
            path=re.compile(path),
            status=status,
            times=times,
            headers=headers or {},
            body=body,
            after_effect=after_effect,
            delay=delay,
            drop_connection=drop_connection,
            cut_after=cut_after,
            times_over=times_over,
        )
        self.faults.add(fault)
        return fault

    def token(self, repo: Repository) -> str:
        """An installation token, for tests that are not about signing in."""
        with self.world.lock:
            if repo.installation is None:
                raise ValueError(f"the App is not installed on {repo.full_name}")
            return self.authenticator.mint(repo.installation).text

    def personal_token(self, user: str, permissions: Mapping[str, str] = PERMISSIONS) -> str:
        """A token of somebody's own, which reads what they may see."""
        with self.world.lock:
            self.world.user(user)
            return self.authenticator.mint_personal(user, permissions).text

    def git_requests(self) -> int:
        """Requests of git's protocol: one for objects, and one before it where a ref is named (version 2)."""
        return sum(one.method == "POST" and one.path.endswith("/git-upload-pack") for one in self.requests)

    def check_runs(self, repo: Repository, sha: str, name: str | None = None) -> list[CheckRun]:
        """All that were ever created for a commit, newest first."""
        with self.world.lock:
            runs = routes_checks.runs_at(self.world, repo.id, sha)
            return [run for run in runs if routes_checks.matches(run, name)]

    def annotations(self, run: CheckRun) -> list[Json]:
        with self.world.lock:
            return list(run.annotations)

    def reviews(self, pull: PullRequest) -> list[Review]:
        """What people see: no pending ones."""
        with self.world.lock:
            return [one for one in self.world.reviews.values() if one.pull is pull and one.state != "PENDING"]

    def review_comments(self, pull: PullRequest) -> list[ReviewComment]:
        with self.world.lock:
            return routes_reviews.visible_comments(self.world, pull)

    def issue_comments(self, pull: PullRequest) -> list[IssueComment]:
        with self.world.lock:
            return [one for one in self.world.issue_comments.values() if one.pull is pull]
