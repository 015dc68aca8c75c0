"""Where a review comment may stand: on a line of a hunk of the pull request's diff."""

from dataclasses import dataclass

from tests.stand_in.diffs import ChangedFile, Hunk, changed_files
from tests.stand_in.payloads_pulls import pull_files
from tests.stand_in.state import Json, PullRequest, ReviewComment

SIDES = {"LEFT", "RIGHT"}


class MisplacedError(Exception):
    """Not in the diff: which field, and what GitHub says about it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True)
class Place:
    path: str
    line: int | None
    side: str
    start_line: int | None
    start_side: str | None
    diff_hunk: str
    subject_type: str


def place(pull: PullRequest, commit_id: str, comment: Json) -> Place:
    """The place that a comment asks for.

    Raises:
        MisplacedError: GitHub refuses it.
    """
    file = changed_file(pull, commit_id, comment["path"])
    if comment.get("subject_type") == "file":
        return Place(file.path, None, "RIGHT", None, None, (file.patch or "").split("\n")[0], "file")
    line: int | None = comment.get("line")
    side: str = comment.get("side", "RIGHT")
    if side not in SIDES:
        raise MisplacedError("side", "Side is not included in the list")
    hunk = hunk_at(file, line, side)
    start: int | None = comment.get("start_line")
    start_side: str = comment.get("start_side", side)
    if hunk is None or line is None:
        raise MisplacedError("line", "Line could not be resolved")
    if start is not None and start >= line and start_side == side:
        raise MisplacedError("start_line", "Start line must precede the end line.")
    if start is not None and hunk_at(file, start, start_side) != hunk:
        raise MisplacedError("start_line", "Start line must be part of the same hunk as the line.")
    return Place(file.path, line, side, start, start_side if start is not None else None, hunk.text, "line")


def changed_file(pull: PullRequest, commit_id: str, path: str) -> ChangedFile:
    found = next((one for one in pull_files(pull, commit_id) if one.path == path), None)
    if found is None:
        raise MisplacedError("path", "Path could not be resolved")
    return found


def hunk_at(file: ChangedFile, line: int | None, side: str) -> Hunk | None:
    return next((hunk for hunk in file.hunks if line is not None and line in hunk.side(side)), None)


def line_now(comment: ReviewComment) -> int | None:
    """The line at the pull request's present head; None when a later push changed it, which makes it outdated."""
    if comment.line is None or comment.side == "LEFT":
        return comment.line
    files = changed_files(comment.pull.repository.path, comment.commit_id, comment.pull.head_sha)
    file = next((one for one in files if comment.path in {one.path, one.previous_path}), None)
    return comment.line if file is None else carried(file, comment.line)


def carried(file: ChangedFile, line: int) -> int | None:
    shift = 0
    for hunk in file.hunks:
        if line in hunk.old:
            return through(hunk, line)
        if hunk.old.start < line:
            shift = hunk.new.stop - hunk.old.stop
    return line + shift


def through(hunk: Hunk, line: int) -> int | None:
    old, new = hunk.old.start, hunk.new.start
    for text in hunk.text.split("\n")[1:]:
        if old == line and not text.startswith("+"):
            return None if text.startswith("-") else new
        old += text[:1] in {" ", "-"}
        new += text[:1] in {" ", "+"}
    return None
