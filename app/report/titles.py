"""What is said of a review as a whole: its verdict in a line, its labels, what it does to the policy."""

from datetime import UTC

from app.report.prose import code, count, plain, printable
from checks import Conclusion, Finding, ForbiddenEdge, Level, Override, Preview, Review, Status, UnreadableFile


def title(review: Review) -> str:
    """The verdict in one line, at most 255 characters (GitHub's limit on a title)."""
    return _title(review)[:255]


def _title(review: Review) -> str:
    if unjudged := _unjudged_title(review):
        return unjudged
    blocking = review.with_status(Status.BLOCKING)
    overridden = len(review.with_status(Status.OVERRIDDEN))
    waived = f", {overridden} overridden" if overridden else ""
    if blocking:
        what = count(len(blocking), "violation") if review.is_audit else _needs(blocking)
        is_alone = len(blocking) == 1 and not overridden
        return what + waived + (_pairs(blocking) if is_alone and not review.is_audit else "")
    if review.conclusion is Conclusion.NEUTRAL:
        return f"Shadow mode: would block {_would_block(review)}"
    return _let_pass(review) if overridden else _quiet_title(review)


def _let_pass(review: Review) -> str:
    """What does not block, and why."""
    overridden = review.with_status(Status.OVERRIDDEN)
    waivers = sum(one.waiver is not None for one in overridden)
    by_record = f"{count(len(overridden) - waivers, 'finding')} overridden by a decision record"
    by_waiver = (
        f"{count(waivers, 'finding')} waived as false alarms" if waivers > 1 else "1 finding waived as a false alarm"
    )
    return ", ".join([by_record] * (waivers < len(overridden)) + [by_waiver] * (waivers > 0))


def _unjudged_title(review: Review) -> str:
    """Why nothing was judged; empty where something was."""
    if review.policy_issues:
        return f"The policy file has {count(len(review.policy_issues), 'error')}"
    if review.is_policy_lost:
        return "The policy file is gone"
    return "" if review.has_policy else "No architecture is written down yet"


def _quiet_title(review: Review) -> str:
    if advice := len(review.with_status(Status.ADVICE)):
        return f"{count(advice, 'finding')}, nothing blocks"
    removed = len(review.delta.removed)
    if review.is_audit:
        return "No violations"
    return "No new violations" + (f", {count(removed, 'edge')} removed" if removed else "")


def _needs(blocking: tuple[Finding, ...]) -> str:
    if all(isinstance(finding.evidence, UnreadableFile) for finding in blocking):
        return f"{count(len(blocking), 'file')} cannot be read"
    only_edges = all(isinstance(finding.evidence, ForbiddenEdge) for finding in blocking)
    noun = "new edge" if only_edges else "finding"
    return f"{count(len(blocking), noun)} {'needs' if len(blocking) == 1 else 'need'} an ADR"


def _pairs(blocking: tuple[Finding, ...]) -> str:
    finding = blocking[0]
    pair = f": {finding.source} -> {finding.target}" if finding.source and finding.target else ""
    return printable(pair, instead="\N{REPLACEMENT CHARACTER}")


def _would_block(review: Review) -> int:
    return sum(finding.level is Level.FAILURE for finding in review.findings)


def override_line(override: Override) -> str:
    """What became of one label: who put it, when, and why it counts or does not."""
    verdict = "accepted" if override.accepted else "refused"
    by = f", put by {code(override.actor)}" if override.actor else ""
    at = f" on {override.at.astimezone(UTC):%Y-%m-%d at %H:%M} UTC" if by and override.at else ""
    return f"{code(override.label)} {verdict}{by}{at}: {plain(override.reason)}"


def proposal_note(review: Review) -> str:
    """What an author should know who changes the policy; empty where nobody does."""
    if review.proposal is None:
        return ""
    by = "it was judged by the one on the base branch" if review.has_policy else "the base branch has none to judge by"
    if review.proposal.is_removed:
        return f"This change removes the policy file; {by}."
    broken = f" The new one has {count(len(review.proposal.issues), 'error')}:" if review.proposal.issues else ""
    return f"This change edits the policy file; {by}.{broken}"


def preview_note(preview: Preview) -> str:
    """What the new policy would make of the same change, in a line."""
    if not (preview.appearing or preview.disappearing or preview.reassigned):
        return "The new one would say the same of this change."
    numbers = f"{count(len(preview.appearing), 'finding')} more and {len(preview.disappearing)} less"
    files = f"; {count(preview.reassigned, 'file')} would change their component" if preview.reassigned else ""
    return f"Under the new one this change would have {numbers}{files}."


def broken_since(review: Review) -> str:
    """The commit that broke the policy, or took it away; empty where it cannot be told."""
    one = review.broken_by
    return f"So since {code(one.sha)} of {plain(one.day)}: {plain(one.subject)}" if one else ""
