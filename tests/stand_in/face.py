"""What a test says to the stand-in."""

from collections.abc import Mapping
from pathlib import Path

from tests.stand_in import events, git_repositories, routes_comments, routes_reviews
from tests.stand_in.git_repositories import Files
from tests.stand_in.host import Host
from tests.stand_in.merge_queue import MergeQueue
from tests.stand_in.people import People
from tests.stand_in.places import Places
from tests.stand_in.state import ROLES, CheckRun, Installation, IssueComment, PullRequest, Repository, ReviewComment
from tests.stand_in.webhooks import Delivery


class StandIn(Host):
    """One GitHub with one App.

    Its methods are what people and GitHub itself do; the App under test sees them through REST, git and webhooks.
    Everything is callable from plain and from async tests.
    """

    @property
    def people(self) -> People:
        return People(self.world, self.webhooks)

    @property
    def queue(self) -> MergeQueue:
        return MergeQueue(self.world, self.webhooks)

    @property
    def places(self) -> Places:
        return Places(self.world, self.webhooks, self.folder)

    def create_repository(
        self,
        full_name: str,
        files: Files | None = None,
        *,
        default_branch: str = "main",
        source: Path | None = None,
        install: bool = True,
        visibility: str = "private",
    ) -> Repository:
        """With one commit of `files`, or with all branches of the repository `source`; `private`, `internal` or
        `public`."""
        with self.world.lock:
            repo = self.places.create(full_name, default_branch=default_branch)
            repo.visibility = visibility
            if source is not None:
                git_repositories.adopt(repo.path, source)
            else:
                self.places.first_commit(repo, files or {})
            if install:
                self.places.install(repo)
            return repo

    def fork(self, repo: Repository, owner: str) -> Repository:
        """A fork in which the App is not installed."""
        with self.world.lock:
            return self.places.fork(repo, owner)

    def delete_fork(self, fork: Repository) -> None:
        """The head repository of its pull requests becomes null."""
        with self.world.lock:
            self.places.delete(fork)

    def installation(self, owner: str) -> Installation:
        """Its `permissions` may be changed in place."""
        found = self.world.installation_of(owner)
        if found is None:
            raise ValueError(f"the App is not installed for {owner}")
        return found

    def suspend(self, owner: str) -> None:
        with self.world.lock:
            self.places.suspend(self.installation(owner), suspended=True)

    def unsuspend(self, owner: str) -> None:
        with self.world.lock:
            self.places.suspend(self.installation(owner), suspended=False)

    def uninstall(self, owner: str) -> None:
        with self.world.lock:
            self.places.uninstall(self.installation(owner))

    def accept_permissions(self, owner: str, permissions: Mapping[str, str]) -> None:
        """An administrator grants what the App asks for by now."""
        with self.world.lock:
            self.places.accept(self.installation(owner), permissions)

    def remove_repository(self, repo: Repository) -> None:
        """The installation is not given this one any more."""
        with self.world.lock:
            self.places.remove(repo)

    def rename(self, repo: Repository, name: str) -> None:
        """Requests under the old name are redirected."""
        with self.world.lock:
            self.places.rename(repo, name)

    def rename_owner(self, owner: str, login: str) -> None:
        with self.world.lock:
            self.places.rename_owner(self.world.users[owner], login)

    def transfer(self, repo: Repository, owner: str) -> None:
        """To another organisation, whose installation, if it has one, has all of its repositories."""
        with self.world.lock:
            self.places.transfer(repo, self.world.user(owner, kind="Organization"))

    def add_team_member(self, org: str, team: str, user: str) -> None:
        with self.world.lock:
            self.world.user(user)
            self.world.teams.setdefault((org, team), set()).add(user)

    def set_permission(self, user: str, repo: Repository, role: str, *, permission: str | None = None) -> None:
        """A role of GitHub's, or an own one built on `permission`."""
        with self.world.lock:
            self.world.user(user)
            repo.roles[user] = (role, permission or ROLES[role])

    def push(
        self,
        repo: Repository,
        branch: str,
        files: Files,
        *,
        message: str = "Change",
        author: str = "ann",
        start: str | None = None,
        force: bool = False,
    ) -> str:
        """One commit (None removes a file) and its webhooks; returns its sha.

        A new branch begins at `start` (default: the default branch); with `force` an old one does so, too.
        """
        with self.world.lock:
            return self.people.push(
                repo, branch, files, message=message, by=self.world.user(author), start=start, force=force
            )

    def push_commit(self, repo: Repository, branch: str, sha: str, *, source: Path, author: str = "ann") -> str:
        """Push an existing commit of the git repository `source`."""
        with self.world.lock:
            full = git_repositories.git(source, "rev-parse", f"{sha}^{{commit}}").strip()
            git_repositories.git(repo.path, "fetch", "--quiet", "--no-tags", str(source), full)
            self.people.move(repo, branch, full, self.world.user(author))
            return full

    def delete_branch(self, repo: Repository, branch: str, *, actor: str = "owner") -> None:
        with self.world.lock:
            self.people.move(repo, branch, None, self.world.user(actor))

    def open_pull_request(
        self,
        repo: Repository,
        head: str,
        base: str | None = None,
        *,
        author: str = "ann",
        title: str = "A change",
        body: str = "",
        draft: bool = False,
        head_repository: Repository | None = None,
    ) -> PullRequest:
        """`head_repository` is the fork that `head` is a branch of."""
        with self.world.lock:
            source = (head_repository or repo, head)
            by = self.world.user(author)
            return self.people.open(
                repo, source, base or repo.default_branch, author=by, title=title, body=body, draft=draft
            )

    def close(self, pull: PullRequest, *, actor: str = "owner") -> None:
        with self.world.lock:
            self.people.close(pull, self.world.user(actor))

    def merge(self, pull: PullRequest, *, actor: str = "owner") -> str:
        """A merge commit on the base branch; returns its sha."""
        with self.world.lock:
            return self.people.merge(pull, self.world.user(actor))

    def reopen(self, pull: PullRequest, *, actor: str = "owner") -> None:
        with self.world.lock:
            self.people.reopen(pull, self.world.user(actor))

    def mark_ready(self, pull: PullRequest, *, actor: str = "ann") -> None:
        with self.world.lock:
            self.people.mark_ready(pull, self.world.user(actor), ready=True)

    def convert_to_draft(self, pull: PullRequest, *, actor: str = "ann") -> None:
        with self.world.lock:
            self.people.mark_ready(pull, self.world.user(actor), ready=False)

    def retarget(self, pull: PullRequest, base: str, *, actor: str = "ann") -> None:
        with self.world.lock:
            self.people.retarget(pull, base, self.world.user(actor))

    def edit(self, pull: PullRequest, *, title: str | None = None, body: str | None = None, actor: str = "ann") -> None:
        with self.world.lock:
            self.people.edit(pull, self.world.user(actor), title=title, body=body)

    def add_label(self, pull: PullRequest, name: str, *, actor: str = "owner") -> None:
        with self.world.lock:
            self.people.add_label(pull, name, self.world.user(actor))

    def remove_label(self, pull: PullRequest, name: str, *, actor: str = "owner") -> None:
        with self.world.lock:
            self.people.remove_label(pull, name, self.world.user(actor))

    def rename_label(self, repo: Repository, name: str, new: str) -> None:
        """Wherever it is, it is called so from now on."""
        with self.world.lock:
            self.people.rename_label(repo, name, new)

    def rerequest(self, run: CheckRun, *, actor: str = "ann") -> None:
        """Somebody presses "Re-run"."""
        with self.world.lock:
            self.people.rerequest(run, self.world.user(actor))

    def press(self, run: CheckRun, identifier: str, *, actor: str = "ann") -> None:
        """Somebody presses a button of the App's own."""
        with self.world.lock:
            self.people.press(run, identifier, self.world.user(actor))

    def comment(self, pull: PullRequest, body: str, *, author: str = "ann") -> IssueComment:
        with self.world.lock:
            return routes_comments.new_comment(self.world, self.webhooks, pull, self.world.user(author), body)

    def edit_comment(self, comment: IssueComment, body: str, *, actor: str = "ann") -> None:
        with self.world.lock:
            routes_comments.edited(self.world, self.webhooks, comment, self.world.user(actor), body)

    def reply(self, comment: ReviewComment, body: str, *, author: str = "ann") -> ReviewComment:
        with self.world.lock:
            return routes_reviews.reply(self.world, self.world.user(author), comment, body)

    def merge_group(
        self,
        repo: Repository,
        pulls: list[PullRequest],
        base: str | None = None,
        *,
        after: str | None = None,
        squash: bool = False,
    ) -> str:
        """The merge queue tries these pull requests together; returns the sha that it wants checked. `after` is that
        of the group that waits before it."""
        with self.world.lock:
            return self.queue.try_together(repo, pulls, base or repo.default_branch, after=after, squash=squash)

    def destroy_merge_group(self, repo: Repository, sha: str, reason: str = "dequeued") -> None:
        """`merged`, `invalidated` or `dequeued`."""
        with self.world.lock:
            self.queue.destroy(repo, sha, reason)

    def ping(self) -> Delivery:
        with self.world.lock:
            return events.ping(self.world, self.webhooks)
