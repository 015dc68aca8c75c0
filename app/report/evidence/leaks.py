"""Sentences on symbols that leave the components that encapsulate them."""

from app.report.prose import MOST_NAMES, Said, cited, code, count, listed, place
from checks import Finding, LeakedPlace, LeakedSymbol, Place

MOST_PLACES = 3
SAYS = {
    Place.IMPORT: "",
    Place.EXPORT: "",
    Place.PARAMETER: "a parameter of",
    Place.RETURN: "the return type of",
    Place.FIELD: "the field",
    Place.VARIABLE: "the variable",
    Place.ALIAS: "the alias",
    Place.BASE: "the bases of",
    Place.DECORATOR: "a decorator of",
    Place.META: "the model of",
    Place.QUERY: "a query of",
    Place.TAKEN: "the signature of",
}
NO_SYMBOL = "the module"


def leaked_symbol(finding: Finding, evidence: LeakedSymbol) -> Said:
    """A model, a session, or anything else that belongs to others."""
    rule = finding.rule
    home = f"Only {listed(evidence.ban.homes)} may have {code(evidence.ban.name)}"
    more = [_also(evidence)] if len(evidence.places) > 1 else []
    return Said(
        [_reach(finding, evidence), f"{home}{cited(rule.adr, rule.file, rule.line)}.", *more],
        _instead(evidence),
        [_enum(evidence)],
    )


def _reach(finding: Finding, evidence: LeakedSymbol) -> str:
    """`UserORM` (models/user.py:12) reaches `ReleaseSearch.run` through `app/ports/__init__.py`."""
    first = evidence.places[0]
    where = f"{evidence.imported}:{evidence.line}" if evidence.line else evidence.imported
    what = f"{code(evidence.name or evidence.imported)} ({code(where)})"
    through = f" through {listed(evidence.via)}" if evidence.via else ""
    if first.place is Place.EXPORT:
        taker = f", which {code(evidence.outsider)} may use" if evidence.outsider else ""
        return f"{place(finding)} offers {what}{through} to others at an entry point of {_source(finding)}{taker}."
    if evidence.giver:
        given, path = evidence.giver
        return f"{what} reaches {place(finding)} by {_said(given)} ({code(f'{path}:{given.line}')})."
    if evidence.taker:
        return f"{what} reaches {code(evidence.taker)} by {_said(first)} at {place(finding)}."
    if first.place is Place.IMPORT:
        return f"{what} reaches {place(finding)}{through}."
    return f"{what} reaches {_said(first)} at {place(finding)}{through}."


def _source(finding: Finding) -> str:
    return code(finding.source or "")


def _said(one: LeakedPlace) -> str:
    """`a parameter of ReleaseSearch.run`."""
    return f"{SAYS[one.place]} {code(one.symbol)}".strip() if one.symbol else NO_SYMBOL


def _also(evidence: LeakedSymbol) -> str:
    others = evidence.places[1:]
    names = [
        f"{_said(one)} (line {one.line})" if SAYS[one.place] else f"line {one.line}" for one in others[:MOST_PLACES]
    ]
    rest = f" and {count(len(others) - MOST_PLACES, 'more place')}" if len(others) > MOST_PLACES else ""
    return f"It also reaches {', '.join(names)}{rest}."


def _instead(evidence: LeakedSymbol) -> str:
    if evidence.stand_in:
        name, path, line = evidence.stand_in
        return f"Either use {code(name)} ({code(f'{path}:{line}')}) instead,"
    if evidence.places[0].place is Place.EXPORT or evidence.taker:
        return "Either keep it inside and offer a type of your own,"
    return f"Either ask {listed(evidence.ban.homes, min(3, MOST_NAMES))} for a type of its own,"


def _enum(evidence: LeakedSymbol) -> str:
    return "It is an enum, which ties others to its constants only." if evidence.is_enum else ""
