"""What is answered to a command, in GitHub's Markdown. Nothing of the comment that is answered is said back."""

from collections.abc import Sequence

from app.commands.command import Word
from app.commands.told import Told
from app.report.prose import code, count, plain
from checks import CHECKS, WAIVER_HELD, Waiver

USAGE = {
    Word.RECHECK: ("/adrift recheck", "review this pull request again"),
    Word.EXPLAIN: ("/adrift explain FINDING", "say more of a finding: its rule, the reason for it, and the ways out"),
    Word.WRONG: (
        "/adrift wrong FINDING REASON",
        "say that a finding is a false alarm; it is counted, and still blocks",
    ),
    Word.WAIVE: (
        "/adrift waive FINDING REASON",
        f"let a false alarm pass for {WAIVER_HELD.days} days; for those who may override it",
    ),
}
"""The commands there are, as they are written, and what each does."""
MOST_LISTED = 10
"""Findings that an answer lists."""
LAST_PARAGRAPH = "What to do"
"""How the last paragraph of a check's explanation begins that is shown; lists may follow."""


def help_text() -> str:
    """What can be asked."""
    lines = (f"- {code(usage)}: {does}" for usage, does in USAGE.values())
    finding = "`FINDING` is the code beside a finding in the check run, or its first four characters and more."
    return "\n".join(("Commands stand at the beginning of a line:", "", *lines, "", finding))


def usage(word: Word) -> str:
    """How a command is written that lacks something."""
    written, does = USAGE[word]
    return f"Write {code(written)} to {does}."


def not_reviewed() -> str:
    """There is nothing yet that could be named."""
    return "No review of this pull request has finished yet."


def not_found(named: Sequence[Told], findings: Sequence[Told]) -> str:
    """A name that means no finding of the last review, or several."""
    if named:
        return f"That names {count(len(named), 'finding')}; write more of it:\n\n{_listed(named)}"
    if not findings:
        return "The last review of this pull request found nothing."
    return f"The last review has no such finding. It has these:\n\n{_listed(findings)}"


def explanation(one: Told) -> str:
    """More of a finding than its line in the check run: what it says, why anybody cares, and the ways out."""
    about = next((check.explanation for check in CHECKS if check.name == one.check), "")
    folded = f"<details><summary>{one.check}</summary>\n\n{_shortened(about)}\n\n</details>" if about else ""
    return "\n\n".join(part for part in (one.message, folded, _if_wrong(one)) if part)


def _if_wrong(one: Told) -> str:
    claim, waive = (code(f"/adrift {word} {one.fingerprint} REASON") for word in (Word.WRONG, Word.WAIVE))
    return (
        f"Is it a false alarm? {claim} tells those who run adrift here; "
        f"who may override it can let it pass for a while with {waive}."
    )


def claimed(one: Told, claims: int) -> str:
    """A claim that a finding is wrong was recorded; `claims` counts those of this finding in the repository."""
    often = f" ({count(claims, 'claim')} by now)" if claims > 1 else ""
    stays = " It blocks until then." if one.status == "blocking" else ""
    return f"Recorded{often}: {code(one.fingerprint)} of {code(one.check)} may be a false alarm.{stays}"


def waived(waiver: Waiver) -> str:
    """A finding does not block any more, for a while."""
    return f"{code(waiver.fingerprint)} is waived as a false alarm until {waiver.until}. A review is on its way."


def not_waived(why: str) -> str:
    """A finding blocks as before. `why` names people and teams."""
    return f"Not waived: {plain(why)}."


def needs_no_waiver(one: Told) -> str:
    """There is nothing to waive."""
    return f"{code(one.fingerprint)} does not block."


NOT_WAIVABLE = "What a change makes the policy permit is no false alarm: it takes a decision record and a label."
WITHOUT_POLICY = "there is no policy that says who may override"


def rechecking() -> str:
    """Where GitHub takes no reaction."""
    return "A review is on its way."


def too_many(most: int) -> str:
    """Said once to who asks without end."""
    return f"That were {most} commands within an hour. The next ones are not answered."


def _listed(findings: Sequence[Told]) -> str:
    lines = [f"- {code(one.fingerprint)} {one.message}" for one in findings[:MOST_LISTED]]
    more = [f"- and {len(findings) - MOST_LISTED} more"] if len(findings) > MOST_LISTED else []
    return "\n".join((*lines, *more))


def _shortened(text: str) -> str:
    """A check's explanation without what follows the advice."""
    shown = []
    for paragraph in text.strip().split("\n\n"):
        shown.append(paragraph)
        if paragraph.startswith(LAST_PARAGRAPH):
            break
    return "\n\n".join(shown)
