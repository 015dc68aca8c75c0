"""Sentences on what packages offer, and on their versions."""

from app.report.prose import Said, cited, code, count, place, plain
from checks import BrokenName, BrokenPart, Finding, MissingEntry, WrongVersion

MOST_PARTS = 3
MOST_USERS = 5


def broken_name(finding: Finding, evidence: BrokenName) -> Said:
    """A public name of which users can do less than before, and a version that does not tell."""
    what = "; ".join(map(_part, evidence.parts[:MOST_PARTS]))
    more = len(evidence.parts) - MOST_PARTS
    rest = f"; and {count(more, 'more break')}" if more > 0 else ""
    verb = "breaks" if evidence.is_certain else "may break"
    name = f"{code(evidence.name)} of {code(evidence.package)}" if evidence.name else code(evidence.package)
    sentences = [f"{place(finding)} {verb} {name}: {what}{rest}.", _version(finding, evidence)]
    return Said([*sentences, _users(evidence)] if evidence.users else sentences, _instead(evidence))


def wrong_version(finding: Finding, evidence: WrongVersion) -> Said:
    """A version that is lowered, none at all, or told in two ways."""
    return Said([f"{place(finding)}: {plain(evidence.sentence)}{_cited(finding)}."], "Either mend the version,")


def missing_entry(finding: Finding, evidence: MissingEntry) -> Said:
    """A version without its entry in the changelog."""
    package = code(evidence.package)
    return Said(
        [f"{place(finding)}: {plain(evidence.sentence)}; {package} has to keep a changelog{_cited(finding)}."],
        "Either say there what changes,",
    )


def _part(part: BrokenPart) -> str:
    """`parameter removed (was `(a, b)`, is `(a)`)`."""
    texts = [f"{word} {code(text)}" for word, text in (("was", part.was), ("is", part.now)) if text]
    return part.kind.replace("-", " ") + (f" ({', '.join(texts)})" if texts else "")


def _version(finding: Finding, evidence: BrokenName) -> str:
    version = evidence.version or f"a {evidence.needed} bump is needed"
    return f"{code(evidence.package)} is versioned{_cited(finding)}: {plain(version)}."


def _users(evidence: BrokenName) -> str:
    """Used by `shop/orders.py:3` (changed here as well)."""
    shown = (
        code(f"{one.path}:{one.line}") + (" (changed as well)" if one.is_changed else "")
        for one in evidence.users[:MOST_USERS]
    )
    more = len(evidence.users) - MOST_USERS
    return f"Used by {', '.join(shown)}" + (f" and {count(more, 'more file')}." if more > 0 else ".")


def _instead(evidence: BrokenName) -> str:
    to = f" to {plain(evidence.next)} or beyond" if evidence.next else f" (a {evidence.needed} bump)"
    return f"Either raise the version{to}, or keep what was there as a deprecated alias,"


def _cited(finding: Finding) -> str:
    return cited(finding.rule.adr, finding.rule.file, finding.rule.line)
