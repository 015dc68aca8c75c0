"""A seed: a small repository with the policy of one source document, and changes that keep or break its rules.

A case is named by the rules that it is about, as docs/seed-rules.md lists them. Its changes are files with their new
text, with None for a deleted one, or with an edit of the text that the base has.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pytest
from _pytest.mark.structures import ParameterSet

from checks import (
    POLICY_FILE,
    Circumstances,
    DecisionRecord,
    DecisionRecords,
    Policy,
    Review,
    Status,
    load_policy,
    proposal,
    read_record,
    record_folders,
    review,
    trusted_labels,
)
from tests.core.building import TODAY, Changes, Files, PullRequest

REPOSITORIES = Path(__file__).with_name("repositories")

NOTHING: Mapping[str, str] = MappingProxyType({})

Edit = Callable[[str], str]
Edits = Mapping[str, str | Edit | None]
Row = tuple[str, str, int | None, str | None, str | None, str]
"""A finding as (check, path, line, from, to, level)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding: `at` is text that one line of the file has and no other, None for a finding on the whole file.
    It is looked for at head, in a finding on the LEFT side at the base."""

    check: str
    path: str
    at: str | None
    source: str | None
    target: str | None
    level: str = "failure"
    side: str = "RIGHT"

    def row(self, base: Files, head: Files) -> Row:
        text = (base if self.side == "LEFT" else head)[self.path]
        assert isinstance(text, str)
        lines = [line for line, written in enumerate(text.splitlines(), 1) if self.at and self.at in written]
        assert len(lines) == bool(self.at), f"{self.at} stands at {lines} of {self.path}"
        return self.check, self.path, lines[0] if lines else None, self.source, self.target, self.level


@dataclass(frozen=True, slots=True)
class Case:
    """A change of a seed and all findings that it must have; `renames` are old paths to new ones."""

    edits: Edits
    expected: tuple[Expected, ...]
    labels: tuple[str, ...]
    renames: Mapping[str, str]


class Seed:
    """The repository in one folder of `repositories`."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def files(self) -> Mapping[str, str]:
        folder = REPOSITORIES / self.name
        paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}

    def changes(self, case: Case) -> Changes:
        """What the case changes, with its edits done."""
        moved = {new: self.files[old] for old, new in case.renames.items()}
        edited = {path: edit(self.files[path]) if callable(edit) else edit for path, edit in case.edits.items()}
        return {**dict.fromkeys(case.renames), **moved, **edited}

    def found(self, case: Case) -> list[Row]:
        """The findings of the case's pull request that no label overrides."""
        return _rows(self._review(self.files, self.changes(case), case.labels, case.renames))

    def owed(self) -> list[Row]:
        """What would be found if all of the seed were new."""
        return _rows(self._review({}, self.files))

    def _review(
        self, base: Files, changes: Changes, labels: tuple[str, ...] = (), renames: Mapping[str, str] = NOTHING
    ) -> Review:
        """The review of one pull request, on the day on which all tests take place."""
        text = self.files[POLICY_FILE]
        policy = load_policy(text)
        head = _after(base, changes)
        records = DecisionRecords(_records(self.files, policy), _records(head, policy))
        proposed = proposal(text.encode(), str(head[POLICY_FILE]).encode())
        pull_request = PullRequest(base, changes, renames=renames, policy=text)
        change = pull_request.change
        told = Circumstances(TODAY, records, trusted_labels(labels), proposal=proposed)
        return review(change, policy, pull_request.read(change, policy, told))

    def expected(self, case: Case) -> list[Row]:
        """The findings that it must have."""
        head = _after(self.files, self.changes(case))
        return sorted((one.row(self.files, head) for one in case.expected), key=repr)


def keeps(
    rules: str, what: str, edits: Edits, *, labels: tuple[str, ...] = (), renames: Mapping[str, str] = NOTHING
) -> ParameterSet:
    """A change that the architecture allows."""
    return pytest.param(Case(edits, (), labels, renames), id=f"{rules} keeps: {what}")


def breaks(
    rules: str,
    what: str,
    edits: Edits,
    *expected: Expected,
    labels: tuple[str, ...] = (),
    renames: Mapping[str, str] = NOTHING,
) -> ParameterSet:
    """A change that the architecture forbids."""
    return pytest.param(Case(edits, expected, labels, renames), id=f"{rules} breaks: {what}")


def on_top(*lines: str) -> Edit:
    """Lines before all others of a file."""
    return lambda text: "".join(f"{line}\n" for line in lines) + text


def at_end(*lines: str) -> Edit:
    """Lines after all others of a file."""
    return lambda text: text + "".join(f"{line}\n" for line in lines)


def instead(old: str, new: str) -> Edit:
    """Other text for what a file says once."""

    def edit(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        return text.replace(old, new)

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(text: str) -> str:
        for one in edits:
            text = one(text)
        return text

    return edit


def declares(name: str, version: str, group: str = "dependencies") -> Edit:
    """A dependency in a package.json."""

    def edit(text: str) -> str:
        manifest = json.loads(text)
        manifest.setdefault(group, {})[name] = version
        return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"

    return edit


def requires(requirement: str) -> Edit:
    """A dependency in the `[project]` of a pyproject.toml, first of all."""

    def edit(text: str) -> str:
        written = f'  "{requirement}",\n'
        if "dependencies = []" in text:
            return text.replace("dependencies = []", f"dependencies = [\n{written}]", 1)
        return text.replace("dependencies = [\n", f"dependencies = [\n{written}", 1)

    return edit


def files(folder: str, texts: Mapping[str, str]) -> Mapping[str, str]:
    """Files below a folder."""
    return {f"{folder}/{path}": text for path, text in texts.items()}


def _after(files: Files, changes: Changes) -> Files:
    return {path: text for path, text in {**files, **changes}.items() if text is not None}


def _rows(review: Review) -> list[Row]:
    counted = (one for one in review.findings if one.status is not Status.OVERRIDDEN)
    rows = ((one.check, one.path, one.line, one.source, one.target, one.level.value) for one in counted)
    return sorted(rows, key=repr)


def _records(files: Files, policy: Policy) -> tuple[DecisionRecord, ...]:
    folders = record_folders(policy)
    texts = ((path, text) for path, text in files.items() if path.startswith(folders) and path.endswith(".md"))
    return tuple(record for path, text in texts if (record := read_record(path, str(text))))
