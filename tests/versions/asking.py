"""A package before and after, as files, and what is answered of its version."""

import json
from collections.abc import Mapping

from checks.versions import PullRequest, Raised, raised

Written = Mapping[str, "str | dict[str, object]"]
"""Files by path; an object is written as JSON, a key a line."""


def texts(files: Written) -> dict[str, str]:
    return {path: text if isinstance(text, str) else json.dumps(text, indent=2) for path, text in files.items()}


def instead(files: Written, old: str, new: str) -> dict[str, str]:
    """The same files with another text everywhere."""
    return {path: text.replace(old, new) for path, text in texts(files).items()}


def ask(
    base: Written, head: Written, title: str = "", *, labels: tuple[str, ...] = (), body: str = "", folder: str = ""
) -> Raised:
    return raised(folder, texts(base), texts(head), PullRequest(title, body, labels))


def package(name: str = "@acme/x", version: str | None = "1.2.0", **more: object) -> dict[str, object]:
    """A package.json, its version in line 3."""
    return {"name": name, **({"version": version} if version else {}), **more}
