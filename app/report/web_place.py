"""Web addresses on GitHub of what a review speaks of. Made from ids and paths, each quoted; never taken from a text."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from checks import is_elsewhere

LONGEST_ADDRESS = 6_000
"""Characters; GitHub refuses a little above 8,000."""


@dataclass(frozen=True, slots=True)
class WebPlace:
    """Where a pull request is: GitHub's web address, the repository's full name, the commit whose decision records
    hold (`base`), that of the policy (`policy`) and the head, and repository and branch of the head where they are
    known. `today` is the day that a new record bears."""

    host: str
    repository: str
    base: str
    policy: str
    head: str
    today: date
    head_repository: str | None = None
    head_branch: str | None = None

    def file(self, revision: str, path: str, line: int | None = None) -> str:
        """A file of the repository at a commit, at one line of it. `plain` shows the lines of a Markdown file, too."""
        mark = f"?plain=1#L{line}" if line and path.endswith((".md", ".markdown")) else f"#L{line}" if line else ""
        return f"{self.host}/{quote(self.repository)}/blob/{quote(revision)}/{_quoted(path)}{mark}"

    def policy_line(self, file: str, line: int | None) -> str:
        """A line of the policy, which may be another repository's (`acme/.github: architecture.yml`)."""
        if is_elsewhere(file):
            repository, _, path = file.partition(": ")
            return f"{self.host}/{quote(repository)}/blob/HEAD/{_quoted(path)}" + (f"#L{line}" if line else "")
        return self.file(self.policy, file, line)

    def new_file(self, path: str, text: str) -> str | None:
        """GitHub's page for a new file on the head's branch, filled in; None where the branch is not known, or the
        address would be too long."""
        if self.head_repository is None or self.head_branch is None:
            return None
        where = f"{self.host}/{quote(self.head_repository)}/new/{_quoted(self.head_branch)}"
        address = f"{where}?filename={quote(path, safe='', errors='replace')}&value={_value(text)}"
        return address if len(address) <= LONGEST_ADDRESS else None


def _quoted(path: str) -> str:
    """Git's bytes of a path, the slashes as they are."""
    return quote(path.encode("utf-8", "surrogateescape"))


def _value(text: str) -> str:
    return quote(text, safe="", errors="replace")
