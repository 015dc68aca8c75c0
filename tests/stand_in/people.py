"""What people do with repositories and pull requests, and the webhooks that follow."""

from dataclasses import dataclass, replace

from tests.stand_in import git_repositories as repositories
from tests.stand_in.events import check_run_event, pull_event, push_event
from tests.stand_in.git_repositories import NO_COMMIT, Files
from tests.stand_in.payloads_pulls import label as shown_label
from tests.stand_in.state import CheckRun, Json, Label, LabelEvent, PullRequest, Repository, User, World
from tests.stand_in.webhooks import Webhooks


@dataclass(frozen=True)
class People:
    """Callers hold the world's lock."""

    world: World
    webhooks: Webhooks

    def event(self, pull: PullRequest, action: str, actor: User, extra: Json | None = None) -> None:
        pull.updated_at = self.world.clock()
        pull_event(self.world, self.webhooks, pull, action, sender=actor, extra=extra)

    def push(
        self, repo: Repository, branch: str, files: Files, *, message: str, by: User, start: str | None, force: bool
    ) -> str:
        """One commit on a branch; `start` is where a new (or, with `force`, any) branch begins."""
        before = repositories.tip(repo.path, branch)
        parent = before
        if before is None or force:
            parent = repositories.resolve(repo.path, start or repo.default_branch)
        # whoever pushes may write
        repo.roles.setdefault(by.login, ("write", "write"))
        sha = repositories.commit(
            repo.path,
            files,
            parents=(parent,) if parent else (),
            message=message,
            author=by.login,
            date=self.world.clock(),
        )
        self.move(repo, branch, sha, by)
        return sha

    def move(self, repo: Repository, branch: str, sha: str | None, by: User) -> None:
        """Set or delete a branch; open pull requests from it follow."""
        before = repositories.tip(repo.path, branch) or NO_COMMIT
        repositories.set_ref(repo.path, f"refs/heads/{branch}", sha)
        push_event(self.world, self.webhooks, repo, branch, change=(before, sha or NO_COMMIT), by=by)
        if sha is None:
            return
        for pull in self.world.pulls.values():
            if pull.state == "open" and pull.head_repository is repo and pull.head_ref == branch:
                self.synchronize(pull, sha, by)

    def synchronize(self, pull: PullRequest, sha: str, by: User) -> None:
        before = pull.head_sha
        if before == sha:
            return
        self.point(pull, sha)
        self.event(pull, "synchronize", by, {"before": before, "after": sha})

    def point(self, pull: PullRequest, sha: str) -> None:
        """`refs/pull/N/head` in the base repository, and the base's tip of this moment."""
        source = pull.head_repository.path if pull.head_repository else pull.repository.path
        repositories.bring(pull.repository.path, source, sha, f"refs/pull/{pull.number}/head")
        pull.head_sha = sha
        pull.base_sha = repositories.tip(pull.repository.path, pull.base_ref) or pull.base_sha

    def open(
        self,
        repo: Repository,
        head: tuple[Repository, str],
        base: str,
        *,
        author: User,
        title: str,
        body: str,
        draft: bool,
    ) -> PullRequest:
        head_sha = repositories.tip(head[0].path, head[1])
        base_sha = repositories.tip(repo.path, base)
        if head_sha is None or base_sha is None:
            raise ValueError(f"no branch {head[1] if head_sha is None else base}")
        now = self.world.clock()
        pull = PullRequest(
            id=next(self.world.ids),
            number=max([one.number for one in self.world.pulls_of(repo)], default=0) + 1,
            repository=repo,
            author=author,
            title=title,
            body=body,
            head_repository=head[0],
            head_ref=head[1],
            head_sha=head_sha,
            base_ref=base,
            base_sha=base_sha,
            created_at=now,
            updated_at=now,
            draft=draft,
        )
        self.world.pulls[repo.id, pull.number] = pull
        self.point(pull, head_sha)
        self.event(pull, "opened", author)
        return pull

    def close(self, pull: PullRequest, actor: User) -> None:
        pull.state = "closed"
        pull.closed_at = self.world.clock()
        self.event(pull, "closed", actor)

    def merge(self, pull: PullRequest, actor: User) -> str:
        """A merge commit on the base branch; the push comes before `closed`, as on GitHub."""
        repo, now = pull.repository, self.world.clock()
        message = f"Merge pull request #{pull.number} from {pull.head_ref}"
        base = repositories.tip(repo.path, pull.base_ref) or pull.base_sha
        sha = repositories.merge(repo.path, base, pull.head_sha, message=message, author=actor.login, date=now)
        pull.base_sha, pull.merge_commit_sha, pull.merged_at, pull.state = base, sha, now, "closed"
        self.move(repo, pull.base_ref, sha, actor)
        self.close(pull, actor)
        return sha

    def reopen(self, pull: PullRequest, actor: User) -> None:
        pull.state, pull.closed_at = "open", None
        source = pull.head_repository
        self.point(pull, (source and repositories.tip(source.path, pull.head_ref)) or pull.head_sha)
        self.event(pull, "reopened", actor)

    def mark_ready(self, pull: PullRequest, actor: User, *, ready: bool) -> None:
        pull.draft = not ready
        self.event(pull, "ready_for_review" if ready else "converted_to_draft", actor)

    def retarget(self, pull: PullRequest, base: str, actor: User) -> None:
        tip = repositories.tip(pull.repository.path, base)
        if tip is None:
            raise ValueError(f"no branch {base}")
        before = {"ref": {"from": pull.base_ref}, "sha": {"from": pull.base_sha}}
        pull.base_ref, pull.base_sha = base, tip
        self.event(pull, "edited", actor, {"changes": {"base": before}})

    def edit(self, pull: PullRequest, actor: User, *, title: str | None, body: str | None) -> None:
        changes: Json = {}
        if title is not None:
            changes["title"] = {"from": pull.title}
            pull.title = title
        if body is not None:
            changes["body"] = {"from": pull.body or ""}
            pull.body = body
        self.event(pull, "edited", actor, {"changes": changes})

    def add_label(self, pull: PullRequest, name: str, actor: User) -> None:
        repo = pull.repository
        label = repo.labels.setdefault(name, Label(next(self.world.ids), name))
        if label not in pull.labels:
            pull.labels.append(label)
            self.label_event(pull, "labeled", label, actor)

    def remove_label(self, pull: PullRequest, name: str, actor: User) -> None:
        label = next((one for one in pull.labels if one.name == name), None)
        if label is None:
            raise ValueError(f"no label {name} on #{pull.number}")
        pull.labels.remove(label)
        self.label_event(pull, "unlabeled", label, actor)

    def rename_label(self, repo: Repository, name: str, new: str) -> None:
        """Nothing is told of the pull requests that have it."""
        label = repo.labels.pop(name)
        label.name, repo.labels[new] = new, label

    def label_event(self, pull: PullRequest, event: str, label: Label, actor: User) -> None:
        # an event keeps the name that the label had then (isaacs/github 298)
        pull.events.append(LabelEvent(next(self.world.ids), event, actor, replace(label), self.world.clock()))
        self.event(pull, event, actor, {"label": shown_label(self.world, pull.repository, label)})

    def rerequest(self, run: CheckRun, actor: User) -> None:
        """The run itself does not change: the App has to make a new one."""
        check_run_event(self.world, self.webhooks, run, "rerequested", actor)

    def press(self, run: CheckRun, identifier: str, actor: User) -> None:
        """One of the buttons that the run's creator gave it."""
        extra: Json = {"requested_action": {"identifier": identifier}}
        check_run_event(self.world, self.webhooks, run, "requested_action", actor, extra=extra)
