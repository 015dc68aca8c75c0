"""The merge queue: it builds a commit for each entry on the one before, and asks for checks of each."""

from dataclasses import dataclass

from tests.stand_in import git_repositories as repositories
from tests.stand_in.events import merge_group_event
from tests.stand_in.people import People
from tests.stand_in.state import MergeGroup, PullRequest, Repository, World
from tests.stand_in.webhooks import Webhooks


@dataclass(frozen=True)
class MergeQueue:
    """Callers hold the world's lock."""

    world: World
    webhooks: Webhooks

    def try_together(
        self, repo: Repository, pulls: list[PullRequest], base: str, *, after: str | None, squash: bool
    ) -> str:
        """One commit for each pull request, on a branch of the queue's own; `after` is the head of the group that
        waits before this one."""
        start = after or repositories.tip(repo.path, base)
        if start is None:
            raise ValueError(f"no branch {base}")
        sha = start
        for pull in pulls:
            sha = self.commit(repo, sha, pull, squash=squash)
        branch = f"gh-readonly-queue/{base}/pr-{pulls[-1].number}-{start}"
        repositories.set_ref(repo.path, f"refs/heads/{branch}", sha)
        group = self.world.merge_groups[sha] = MergeGroup(tuple(pulls), branch, sha, base, start)
        merge_group_event(self.world, self.webhooks, repo, group)
        return sha

    def commit(self, repo: Repository, onto: str, pull: PullRequest, *, squash: bool) -> str:
        now = self.world.clock()
        title = f"{pull.title} (#{pull.number})" if squash else f"Merge pull request #{pull.number}"
        merged = repositories.merge(repo.path, onto, pull.head_sha, message=title, author="owner", date=now)
        if not squash:
            return merged
        tree = repositories.show(repo.path, merged).tree
        return repositories.commit_tree(repo.path, tree, parents=(onto,), message=title, author="owner", date=now)

    def destroy(self, repo: Repository, sha: str, reason: str) -> None:
        """`merged` moves the base branch to the group; the queue's branch goes in any case."""
        group = self.world.merge_groups[sha]
        by, people = self.world.user("owner"), People(self.world, self.webhooks)
        if reason == "merged":
            people.move(repo, group.base_ref, sha, by)
            for pull in group.pulls:
                pull.merge_commit_sha, pull.merged_at = sha, self.world.clock()
                people.close(pull, by)
        repositories.set_ref(repo.path, f"refs/heads/{group.branch}", None)
        merge_group_event(self.world, self.webhooks, repo, group, reason)
