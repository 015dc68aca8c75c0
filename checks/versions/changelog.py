"""Whether a package's changelog says what a new version changes.

Under its number, under "Unreleased", in a news fragment or in a plan of the release; or the tool that raises the
version writes it from the title.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.versions.bumps import Bump
from checks.versions.conventions import convention
from checks.versions.documents import Files, above, join, read_toml
from checks.versions.markdown import Block, blocks
from checks.versions.numbers import Scheme, number
from checks.versions.plans import planned
from checks.versions.problems import ProblemKind, VersionProblem
from checks.versions.raised import Raised, SourceKind
from checks.versions.underlined_text import underlined_blocks

STEMS = frozenset({"changelog", "changes", "history", "news", "releases", "release_notes", "release-notes"})
MARKDOWN, UNDERLINED = frozenset({".md", ".markdown", ".mdx"}), frozenset({".rst", ".txt", ""})
PLACES = ("", "docs", "doc")
FRAGMENTS = (
    "newsfragments",
    "news",
    "changelog.d",
    "changes",
    "changes.d",
    ".changes",
    ".changes/unreleased",
    "changelogs/unreleased",
)
"""Folders of news fragments (towncrier, scriv, changie and others), beside what towncrier's settings name."""

FRAGMENT_SUFFIXES = frozenset(
    {
        *(".md", ".rst", ".txt", ".yaml", ".yml", ".toml"),
        *(".feature", ".bugfix", ".doc", ".removal", ".misc", ".breaking", ".deprecation", ".security"),
        *(".added", ".changed", ".fixed", ".removed", ".deprecated"),
    }
)
"""With towncrier's and scriv's categories, which may end a name."""

NO_FRAGMENTS = ("readme", "template", ".", "_")
UNRELEASED = re.compile(
    r"\W*(?:upcoming|next|in development|development|main|master|head|to be released|tbd)(?: release| version)?\W*",
    re.IGNORECASE,
)
TOKEN = re.compile(r"(?<![\w.])[vV]?([0-9]+(?:\.[0-9A-Za-z]+)+(?:[-+][0-9A-Za-z.+-]*[0-9A-Za-z])?)")
LONGEST_HEADING = 500


@dataclass(frozen=True, slots=True)
class ChangelogEntry:
    """Where the entry begins, at head."""

    path: str
    line: int


def find_entry(folder: str, base: Files, head: Files, answer: Raised) -> ChangelogEntry | None:
    """The entry that a pull request adds for a package; the release's tool writes it where it goes by the title."""
    found = (_plan(folder, base, head, answer), _fragment(folder, base, head), _section(folder, base, head, answer))
    return next(filter(None, found), None) or _written_by_tool(folder, head, answer)


def missing_entry(
    folder: str, base: Files, head: Files, answer: Raised, *, breaks: bool = False
) -> VersionProblem | None:
    """What is missing where a version is raised in a file, or something breaks, and the changelog says nothing."""
    if (answer.was == answer.now and not breaks) or find_entry(folder, base, head, answer):
        return None
    path = changelog_of(folder, head)
    version = answer.now if answer.now and answer.now != answer.was else "the next version"
    if path is None:
        own = next((one for one in answer.sources if one.kind is SourceKind.FILE), None)
        sentence = f"there is no changelog that tells what {version} changes"
        return VersionProblem(ProblemKind.NO_ENTRY, own.path if own else None, own.line if own else None, sentence)
    line = next((one.line for one in _blocks(path, head[path]) if _is_release(one)), 1)
    sentence = f"{path} has no entry for {version}, and nothing new under Unreleased"
    return VersionProblem(ProblemKind.NO_ENTRY, path, line, sentence)


def changelog_of(folder: str, files: Files) -> str | None:
    """The changelog of a package: in its folder, or the nearest around it."""
    by_folder: dict[str, str] = {}
    for path in sorted(filter(is_changelog, files)):
        by_folder.setdefault(path.rpartition("/")[0], path)
    return next((by_folder[around] for around in changelog_folders(folder) if around in by_folder), None)


def changelog_folders(folder: str) -> Iterator[str]:
    """The folders in which the changelog of the package in `folder` may lie."""
    for root in above(folder):
        yield from (join(root, place).rstrip("/") for place in PLACES)


def fragment_folders(folder: str, files: Files) -> Iterator[str]:
    """The folders in which its news fragments may lie, beside what towncrier's settings name."""
    for root in above(folder):
        yield from (join(root, name) for name in FRAGMENTS)
        for name in ("pyproject.toml", "towncrier.toml"):
            path = join(root, name)
            named = read_toml(files[path]).text("tool", "towncrier", "directory") if path in files else None
            if named:
                yield join(root, named.removeprefix("./").rstrip("/"))


def is_fragment(path: str) -> bool:
    """Whether a file of one of those folders is a news fragment: neither hidden nor about the folder, and no code."""
    name = path.rpartition("/")[2].lower()
    return not name.startswith(NO_FRAGMENTS) and _split(path)[1] in FRAGMENT_SUFFIXES and not is_changelog(path)


def is_changelog(path: str) -> bool:
    """Whether a file is called like a changelog."""
    stem, suffix = _split(path)
    return stem in STEMS and suffix in MARKDOWN | UNDERLINED


def _split(path: str) -> tuple[str, str]:
    stem, dot, suffix = path.rpartition("/")[2].lower().rpartition(".")
    return (stem, f".{suffix}") if dot else (suffix, "")


def _plan(folder: str, base: Files, head: Files, answer: Raised) -> ChangelogEntry | None:
    used = {(one.path, one.line) for one in answer.sources if one.kind is SourceKind.PLAN}
    for one in planned(head, folder):
        path = one.plan.path
        if one.plan.has_summary and (path, one.line) in used and head[path] != base.get(path):
            return ChangelogEntry(path, one.line)
    return None


def _fragment(folder: str, base: Files, head: Files) -> ChangelogEntry | None:
    folders = frozenset(fragment_folders(folder, head))
    fragments = (path for path in sorted(head) if path.rpartition("/")[0] in folders and is_fragment(path))
    new = (path for path in fragments if head[path].strip() and head[path] != base.get(path))
    return next((ChangelogEntry(path, 1) for path in new), None)


def _section(folder: str, base: Files, head: Files, answer: Raised) -> ChangelogEntry | None:
    path = changelog_of(folder, head)
    if path is None or head[path] == base.get(path):
        return None
    before: dict[bool, set[str]] = {True: set(), False: set()}
    for section in _sections(path, base.get(path, ""), answer.now):
        before[_is_unreleased(section[0])].update(one.text for one in section[1:])
    for section in _sections(path, head[path], answer.now):
        known = before[_is_unreleased(section[0])]
        if any(one.text.strip() and one.text not in known for one in section[1:]):
            return ChangelogEntry(path, section[0].line)
    return None


def _sections(path: str, text: str, version: str | None) -> Iterator[list[Block]]:
    """The parts of a changelog about a version or what is unreleased, each with its heading first and no other."""
    section: list[Block] = []
    for block in _blocks(path, text):
        if block.level and (_is_release(block) or (section and block.level <= section[0].level)):
            if section:
                yield section
            section = [block] if _is_about(block, version) else []
        elif section and not block.level:
            section.append(block)
    if section:
        yield section


def _blocks(path: str, text: str) -> Iterable[Block]:
    return blocks(text) if _split(path)[1] in MARKDOWN else underlined_blocks(text)


def _is_release(block: Block) -> bool:
    return bool(block.level and (_is_unreleased(block) or TOKEN.search(block.text[:LONGEST_HEADING])))


def _is_unreleased(block: Block) -> bool:
    text = block.text[:LONGEST_HEADING]
    return bool(UNRELEASED.fullmatch(text)) or "unreleased" in text.lower()


def _is_about(block: Block, version: str | None) -> bool:
    if _is_unreleased(block):
        return True
    found = TOKEN.findall(block.text[:LONGEST_HEADING])
    return version is not None and any(_is_same(one, version) for one in found)


def _is_same(heading: str, version: str) -> bool:
    """Whether a heading names a version, or the release that it is a pre-release of."""
    mine, theirs = number(version, Scheme.PEP440), number(heading, Scheme.PEP440)
    if mine is None or theirs is None:
        return heading == version.removeprefix("v")
    if mine.order == theirs.order:
        return True
    is_release = (mine.major, mine.minor, mine.patch) == (theirs.major, theirs.minor, theirs.patch)
    return is_release and mine.is_prerelease and not theirs.is_prerelease


def _written_by_tool(folder: str, head: Files, answer: Raised) -> ChangelogEntry | None:
    tool = convention(head, folder)
    if tool and any(one.kind is SourceKind.TITLE and one.level > Bump.NONE for one in answer.sources):
        return ChangelogEntry(tool.path, tool.line)
    return None
