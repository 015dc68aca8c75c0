"""What a repository has beside its code: decision records, a catalog of events, tests in folders of their own."""

import re
from collections import Counter
from collections.abc import Iterable

from checks import DEFAULT_POLICY, Components, record_folders

RECORD = re.compile(r"(adr[-_])?([a-z][-_])?\d+[-_].+\.mdx?", re.IGNORECASE)
RECORD_FOLDERS = frozenset(
    {"adr", "adrs", "decisions", "decision-records", "architecture-decisions", "architectural-decisions"}
)
CATALOG = re.compile(r"event[-_ ]?catalog(ue)?\.(md|mdx|ya?ml|json)|events\.md", re.IGNORECASE)
TEST_FOLDERS = frozenset(
    {"integration-tests", "integration_tests", "app-tests", "e2e-tests", "e2e_tests", "cypress", "playwright"}
    | {"testdata", "fixtures", "__fixtures__"}
)


def record_folder(paths: Iterable[str]) -> str | None:
    """The folder with the most decision records; None where there is none."""
    usual = tuple(folder.rstrip("/") for folder in record_folders(DEFAULT_POLICY))
    counts: Counter[str] = Counter()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if RECORD.fullmatch(name) and (folder in usual or folder.rpartition("/")[2].lower() in RECORD_FOLDERS):
            counts[folder] += 1
    return min(counts, key=lambda folder: (-counts[folder], folder), default=None)


def event_catalog(paths: Iterable[str]) -> str | None:
    """The document that seems to list all events."""
    found = [path for path in paths if CATALOG.fullmatch(path.rpartition("/")[2])]
    return min(found, key=lambda path: ("catalog" not in path.lower(), path.count("/"), path), default=None)


def globs_of_tests(paths: Iterable[str]) -> tuple[str, ...]:
    """The globs of test files: the default, and the names of further folders of tests that hold any of these files."""
    is_test = Components(DEFAULT_POLICY, ()).is_test
    steps = {step for path in paths if not is_test(path) for step in path.split("/")[:-1]}
    names = sorted(steps & TEST_FOLDERS)
    further = f"{{{','.join(names)}}}" if len(names) > 1 else "".join(names)
    return (*DEFAULT_POLICY.tests, f"**/{further}/**") if further else DEFAULT_POLICY.tests
