"""Where the ends of dependency-cruiser's rules are: components for folders and files, names for packages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.adoption.imported.cruiser_files import Side
from app.adoption.imported.draft import Draft
from app.adoption.imported.path_patterns import (
    Alternative,
    PatternError,
    Special,
    Token,
    alternatives,
    glob_of,
    package_of,
)
from app.adoption.imported.values import SourceTree, unique
from checks import Policy, ignored_by

TEST_WORD = re.compile(r"spec|test|__mocks__|stories|e2e|fixture|mock")
NAME_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
FOLDER = "\0"
FAMILY = "{folder}"
WEIGHTLESS = frozenset({"src", "lib", "libs", "packages", "apps", "app", "modules"})


@dataclass(frozen=True, slots=True)
class Ends:
    """What some patterns mean: components of the repository, and packages from outside."""

    components: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Patterns to components of the draft. Every method raises PatternError for what is no shape of folders."""

    draft: Draft
    tree: SourceTree

    def ends(self, patterns: Iterable[str]) -> Ends:
        """Everything that these patterns mean, test files left out where something else is meant as well."""
        components: list[str] = []
        packages: list[str] = []
        for one in _written_out(patterns):
            package = package_of(one.tokens)
            if package is not None and not self._is_here(one):
                packages.append(package)
            else:
                components.append(glob_of(one.tokens, self.tree))
        anywhere = unique(glob for glob in components if glob.startswith("**/"))
        named = [self.component(glob) for glob in components if glob not in anywhere]
        named += [self._scattered(anywhere)] if anywhere else []
        return Ends(unique(named), unique(packages))

    def outside_tests(self, patterns: Sequence[str]) -> tuple[str, ...]:
        """The patterns, written out, of which at least something is no test file and no package."""
        kept = [
            pattern
            for pattern in patterns
            if not all(is_test(one) or package_of(one.tokens) is not None for one in alternatives(pattern))
        ]
        return tuple(kept)

    def plain(self, side: Side) -> tuple[str, ...] | None:
        """The components of an end that says nothing else, none for "anything"; None where it says more."""
        try:
            if self.outside_tests(side.path_not) or side.conditions:
                return None
            return self.ends(side.path).components
        except PatternError:
            return None

    def component(self, *globs: str) -> str:
        """The component at these globs."""
        name = self.draft.component(self._name_for(globs[0]), globs)
        if name is None:
            raise PatternError(f"`{globs[0]}` is a part of what another component has")
        return name

    def _scattered(self, globs: tuple[str, ...]) -> str:
        """One component for files in all folders."""
        if not any(map(ignored_by(Policy(version=1, ignore=globs)), self.tree.paths)):
            raise PatternError("nothing in the repository matches; a package's path begins with `^node_modules/`")
        return self.component(*globs)

    def family(self, one: Alternative) -> str:
        """The family whose members are the folders that the only `[^/]+` of an alternative stands for."""
        glob = self.family_glob(one)
        return self.component(glob)

    def family_glob(self, one: Alternative) -> str:
        """Where such a family is."""
        if sum(token is Special.SEGMENT for token in one.tokens) != 1:
            raise PatternError("more than one folder is left open")
        tokens = _merged(FOLDER if token is Special.SEGMENT else token for token in one.tokens)
        glob = glob_of(tokens, self.tree).replace(FOLDER, FAMILY)
        if FAMILY not in glob.split("/") or glob.endswith("*"):
            raise PatternError("what is left open is no folder")
        return glob

    def _is_here(self, one: Alternative) -> bool:
        """`^config$` may be a module of Node or a folder: the repository's own goes first."""
        text = "".join(token for token in one.tokens if isinstance(token, str))
        return text in self.tree.folders or text in self.tree.paths

    def _name_for(self, glob: str) -> str:
        steps = [step for step in glob.rstrip("*").split("/") if NAME_PART.fullmatch(step)]
        telling = [step for step in steps if step not in WEIGHTLESS] or steps
        if not telling:
            return "-".join(re.findall(r"[A-Za-z0-9]+", glob)) or "everything"
        return "-".join(telling[-2:]) if self.draft.has(telling[-1]) else telling[-1]


def is_test(one: Alternative) -> bool:
    """Whether an alternative means test files only."""
    return any(isinstance(token, str) and TEST_WORD.search(token) for token in one.tokens)


def substituted(patterns: Iterable[str], source: Alternative) -> tuple[str, ...]:
    """The patterns with `$1` and its like replaced by what the groups of the importer's end hold; as `[^/]+` where that
    is left open."""
    return tuple(re.sub(r"\$(\d)", lambda match: _group_text(source, int(match[1])), text) for text in patterns)


def refers_back(patterns: Iterable[str]) -> bool:
    """Whether a pattern has a `$1`."""
    return any(re.search(r"\$\d", text) for text in patterns)


def _group_text(source: Alternative, number: int) -> str:
    tokens = source.tokens if number == 0 else source.group(number)
    if tokens is None:
        raise PatternError(f"`${number}` has no group")
    return "".join(token.value if isinstance(token, Special) else re.escape(token) for token in tokens)


def _written_out(patterns: Iterable[str]) -> Iterator[Alternative]:
    """The alternatives of all patterns. `/?` at the end and `(/|$)` say a folder twice; a `.` end says nothing."""
    for pattern in patterns:
        yield from (replace(one, groups=()) for one in alternatives(pattern))


def _merged(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Literals that meet become one."""
    found: list[Token] = []
    for token in tokens:
        if found and isinstance(token, str) and isinstance(last := found[-1], str):
            found[-1] = last + token
        else:
            found.append(token)
    return tuple(found)
