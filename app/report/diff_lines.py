"""Where GitHub takes comments on a pull request: the lines of the diff's hunks, and the files of the diff."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from unidiff.errors import UnidiffParseError
from unidiff.patch import PatchSet

from checks import Finding, Side


@dataclass(frozen=True, slots=True)
class DiffLines:
    """The line numbers that take comments, by path and side, and the paths that take one as a whole."""

    lines: Mapping[tuple[str, Side], frozenset[int]] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()

    def has(self, finding: Finding) -> bool:
        """Whether the line of a finding takes a comment."""
        return finding.line in self.lines.get((finding.path, finding.side), ())


def diff_lines(diff: str) -> DiffLines:
    """Those of a unified diff. One that unidiff cannot read has none: the findings then stand in the check run."""
    try:
        patch = PatchSet(diff)
    except UnidiffParseError:
        return DiffLines()
    lines: dict[tuple[str, Side], set[int]] = {}
    for file in patch:
        for line in (line for hunk in file for line in hunk):
            if line.target_line_no:
                lines.setdefault((file.path, Side.RIGHT), set()).add(line.target_line_no)
            if line.source_line_no:
                lines.setdefault((file.path, Side.LEFT), set()).add(line.source_line_no)
    numbers = {place: frozenset(found) for place, found in lines.items()}
    return DiffLines(numbers, frozenset(file.path for file in patch))
