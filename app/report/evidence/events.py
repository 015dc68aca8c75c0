"""Sentences on events: where code and catalog disagree, and what to write into the catalog."""

from collections.abc import Callable, Mapping

from app.report.prose import Said, cited, code, listed, place, plain, printable
from checks import Drift, EventDrift, Finding, NewEntry


def event_drift(finding: Finding, evidence: EventDrift) -> Said:
    """One disagreement."""
    sentence, instead = SENTENCES[evidence.drift](finding, evidence)
    more = [_written(evidence.entry)] if evidence.entry else []
    rule = cited(finding.rule.adr, finding.rule.file, finding.rule.line)
    return Said([f"{sentence}{rule}."], instead, more, _block(evidence.entry) if evidence.entry else "")


def _written(entry: NewEntry) -> str:
    """An entry of one line within the paragraph."""
    where = f"in {code(entry.path)}" + (f" after line {entry.after}" if entry.after else "")
    return (
        f"The entry to add {where}: {code(entry.text)}"
        if "\n" not in entry.text
        else f"The entry is to be added {where}."
    )


def _block(entry: NewEntry) -> str:
    """The entry as something to copy, or to accept where GitHub can put it in its place."""
    text = _visible(entry.text if entry.below is None else f"{entry.below}\n{entry.text}")
    fence = "`" * max(3, 1 + max((len(run) for run in _runs(text)), default=0))
    return f"{fence}{'' if entry.below is None else 'suggestion'}\n{text}\n{fence}"


def _visible(text: str) -> str:
    """Nobody should accept what he does not see."""
    return "".join(one if one in "\n\t" else printable(one, instead="\N{REPLACEMENT CHARACTER}") for one in text)


def _runs(text: str) -> list[str]:
    return [run for run in "".join(one if one == "`" else " " for one in text).split() if run]


def _who(evidence: EventDrift) -> str:
    return code(evidence.component) if evidence.component else "code of no component"


def _where(evidence: EventDrift) -> str:
    return code(f"{evidence.catalog[0]}:{evidence.catalog[1]}") if evidence.catalog else "the catalog"


def _uncatalogued(_finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    return f"{_who(evidence)} publishes {code(evidence.event)}, which is not in the event catalog", "Either add it,"


def _entry_left(_finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    return f"{_where(evidence)} lists {code(evidence.event)}, which nothing publishes any more", "Either take it out,"


def _subscriber_left(_finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    sentence = (
        f"{_where(evidence)} lists {_who(evidence)} as a subscriber of {code(evidence.event)}, which it is no longer"
    )
    return sentence, "Either take it out,"


def _standing(finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    word = "planned" if evidence.drift is Drift.PLANNED else "deprecated"
    sentence = f"{place(finding)} publishes {code(evidence.event)}, which {_where(evidence)} calls {word}"
    return sentence, "Either say there what holds now,"


def _other_owner(_finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    owners = listed(evidence.names)
    sentence = (
        f"{_who(evidence)} publishes {code(evidence.event)}, of which {_where(evidence)} calls {owners} the owner"
    )
    return sentence, "Either name the publisher there,"


def _unlisted(_finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    sentence = f"{_who(evidence)} subscribes to {code(evidence.event)}, and {_where(evidence)} does not list it"
    return sentence, "Either add it there,"


def _unpublished(finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    return f"{place(finding)} subscribes to {code(evidence.event)}, which nothing publishes", "Either publish it,"


def _payload(_finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    gone = [name[1:] for name in evidence.names if name.startswith("-")]
    new = [name[1:] for name in evidence.names if name.startswith("+")]
    parts = [f"loses {listed(gone)}" if gone else "", f"requires {listed(new)} now" if new else ""]
    sentence = (
        f"The payload of {code(evidence.event)} {' and '.join(part for part in parts if part)}, and its version stays"
    )
    return sentence, "Either give the event a new version,"


def _no_type(finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    sentence = (
        f"{place(finding)} defines {code(evidence.event)}, which the event catalog lists, and does not derive it from"
    )
    return f"{sentence} {listed(evidence.names)}", "Either derive it,"


def _unknown(finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    written = f": {code(evidence.names[0])}" if evidence.names and evidence.names[0] else ""
    return (
        f"{place(finding)} publishes an event whose name cannot be told from the text{written}",
        "Either name it there,",
    )


def _unreadable(finding: Finding, evidence: EventDrift) -> tuple[str, str]:
    return f"The event catalog {place(finding)} cannot be read: {plain(', '.join(evidence.names))}", "Either repair it,"


SENTENCES: Mapping[Drift, Callable[[Finding, EventDrift], tuple[str, str]]] = {
    Drift.UNCATALOGUED: _uncatalogued,
    Drift.ENTRY_LEFT: _entry_left,
    Drift.SUBSCRIBER_LEFT: _subscriber_left,
    Drift.PLANNED: _standing,
    Drift.DEPRECATED: _standing,
    Drift.OTHER_OWNER: _other_owner,
    Drift.UNLISTED_SUBSCRIBER: _unlisted,
    Drift.UNPUBLISHED: _unpublished,
    Drift.PAYLOAD: _payload,
    Drift.NO_EVENT_TYPE: _no_type,
    Drift.UNKNOWN_NAME: _unknown,
    Drift.UNREADABLE: _unreadable,
}
