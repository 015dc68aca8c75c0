"""Repositories, forks and installations: what there is before anybody changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.stand_in import events, git_repositories
from tests.stand_in.git_repositories import Files
from tests.stand_in.state import Installation, Repository, User, World
from tests.stand_in.webhooks import Webhooks


@dataclass(frozen=True)
class Places:
    """Callers hold the world's lock."""

    world: World
    webhooks: Webhooks
    folder: Path

    def create(self, full_name: str, *, default_branch: str, owner_type: str = "Organization") -> Repository:
        owner, _, name = full_name.partition("/")
        if self.world.repository(full_name):
            raise ValueError(f"{full_name} exists")
        number = next(self.world.ids)
        path = self.folder / owner / f"{name}-{number}.git"
        git_repositories.create(path, default_branch)
        repo = Repository(
            id=number,
            owner=self.world.user(owner, kind=owner_type),
            name=name,
            path=path,
            default_branch=default_branch,
            created_at=self.world.clock(),
            installation=None,
            roles={"owner": ("admin", "admin"), owner: ("admin", "admin")},
        )
        self.world.repositories[number] = repo
        return repo

    def first_commit(self, repo: Repository, files: Files) -> str:
        sha = git_repositories.commit(
            repo.path, files, parents=(), message="Begin", author="owner", date=self.world.clock()
        )
        git_repositories.set_ref(repo.path, f"refs/heads/{repo.default_branch}", sha)
        return sha

    def install(self, repo: Repository) -> None:
        """The first repository of an owner makes the installation, the next ones are added to it."""
        found = self.world.installation_of(repo.owner.login)
        if found is not None:
            repo.installation = found
            events.installation_repositories_event(self.world, self.webhooks, found, added=[repo], removed=[])
            return
        permissions, subscribed = dict(self.world.app_permissions), list(self.world.app_events)
        made = Installation(next(self.world.ids), repo.owner, permissions, subscribed, self.world.clock())
        self.world.installations[made.id] = made
        repo.installation = made
        events.installation_event(self.world, self.webhooks, made, "created", [repo])

    def remove(self, repo: Repository) -> None:
        """The installation loses one repository."""
        installation, repo.installation = repo.installation, None
        if installation is not None:
            events.installation_repositories_event(self.world, self.webhooks, installation, added=[], removed=[repo])

    def uninstall(self, installation: Installation) -> None:
        repos = self.world.repositories_of(installation)
        del self.world.installations[installation.id]
        for repo in repos:
            repo.installation = None
        events.installation_event(self.world, self.webhooks, installation, "deleted", repos)

    def suspend(self, installation: Installation, *, suspended: bool) -> None:
        installation.suspended_at = self.world.clock() if suspended else None
        repos = self.world.repositories_of(installation)
        action = "suspend" if suspended else "unsuspend"
        events.installation_event(self.world, self.webhooks, installation, action, repos)

    def accept(self, installation: Installation, permissions: Mapping[str, str]) -> None:
        installation.permissions.update(permissions)
        installation.events = list(self.world.app_events)
        events.permissions_event(self.world, self.webhooks, installation)

    def rename(self, repo: Repository, name: str) -> None:
        before = repo.name
        self.world.moved[repo.full_name.lower()] = repo
        repo.name = name
        events.renamed_event(self.world, self.webhooks, repo, before)

    def rename_owner(self, owner: User, login: str) -> None:
        before = owner.login
        for repo in self.world.repositories.values():
            if repo.owner is owner:
                self.world.moved[repo.full_name.lower()] = repo
        self.world.users[login] = self.world.users.pop(before)
        owner.login = login
        installation = self.world.installation_of(login)
        if installation is not None:
            events.target_renamed_event(self.world, self.webhooks, installation, before)

    def transfer(self, repo: Repository, owner: User) -> None:
        """The old installation loses it; the new owner's, if there is one, hears of the transfer."""
        before = repo.owner
        self.world.moved[repo.full_name.lower()] = repo
        self.remove(repo)
        repo.owner = owner
        repo.installation = self.world.installation_of(owner.login)
        events.transferred_event(self.world, self.webhooks, repo, before)

    def fork(self, repo: Repository, owner: str) -> Repository:
        made = self.create(f"{owner}/{repo.name}", default_branch=repo.default_branch, owner_type="User")
        git_repositories.adopt(made.path, repo.path)
        made.parent = repo
        repo.roles.setdefault(owner, ("read", "read"))
        return made

    def delete(self, repo: Repository) -> None:
        """Its pull requests stay, without a head repository."""
        del self.world.repositories[repo.id]
        for pull in self.world.pulls.values():
            if pull.head_repository is repo:
                pull.head_repository = None
