"""What a review is told of files that it does not touch, round by round, makes no difference to what it finds."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from checks import (
    Baseline,
    Circumstances,
    Codebase,
    Components,
    Entry,
    FileFacts,
    Finding,
    Graph,
    Snapshot,
    Source,
    build_graph,
    compare,
    extract,
    load_policy,
    review,
    scan,
    source_of,
    wanted_facts,
)
from checks.check import Case
from checks.orm_leaks.new_leaks import Comparison
from tests.core.building import TODAY, Files, codebase

POLICY = """\
version: 1
components:
  db: {path: db, encapsulates: [sqlalchemy, "@prisma/client"]}
  app: {path: app}
  web: {path: web}
"""
BASE = "from sqlalchemy.orm import DeclarativeBase\n\nclass Base(DeclarativeBase): ...\n"
USER = "from db.base import Base\n\nclass User(Base): ...\n"
ROW = "import { User } from '@prisma/client';\nexport type Thing = Pick<User, 'id'>;\n"
TEXTS = {
    "db/base.py": (BASE, "class Base: ...\n"),
    "db/user.py": (USER, f"{USER}class Other(User): ...\n", "class User: ...\n"),
    "db/__init__.py": ("from db.user import User as User\n", "from db.user import *\n", ""),
    "app/ports.py": (
        "from db.user import User\n",
        "from db import User\nUsers = list[User]\n",
        "from db.user import *\n",
    ),
    "app/more.py": (
        "from app.ports import User\n",
        "from app.ports import User\n\nclass Twin(User): ...\n",
        "Twin = 1\n",
    ),
    "app/use.py": (
        "from app.more import User\n\ndef f(x: User): ...\n",
        "from app.more import User as U\n\ndef f(x: 'U', y: int): ...\n",
        "from app.more import Twin\n\ndef f(x: Twin): ...\n",
        "from app.ports import User\n\ndef g() -> User: ...\n",
        "import app.ports\n\ndef g() -> list[app.ports.User]: ...\n",
        "import app.ports\n",
    ),
    "db/thing.ts": (ROW, "export type Thing = 1;\n"),
    "web/ports.ts": ("export { Thing } from '../db/thing';\n", "export * from '../db/thing';\n", ""),
    "web/use.ts": (
        "import { Thing } from './ports';\nexport const f = (x: Thing) => x;\n",
        "import { Thing as T } from '../db/thing';\nexport const f = (x: T) => x;\nexport interface A { x: T }\n",
    ),
}


def sides() -> st.SearchStrategy[Files]:
    """The files, each with one of its texts; seldom is one missing."""
    files = {path: st.sampled_from((*texts, *texts, None)) for path, texts in TEXTS.items()}
    return st.fixed_dictionaries(files).map(
        lambda every: {path: text for path, text in every.items() if text is not None}
    )


def scanned(files: Files, touched: Iterable[str]) -> Graph:
    """The graph of a commit of which only what is touched was read by a parser."""
    whole = codebase(files)
    facts = {}
    for path, entry in whole.snapshot.entries.items():
        source = source_of(path, entry)
        assert source is not None
        read = extract if path in touched else scan
        facts[path] = read(source.dialect, str(files[path]).encode())
    return build_graph(Codebase(Snapshot("x", dict(whole.snapshot.entries)), facts))


def read(source: Source, *every: Files) -> FileFacts:
    """What a parser says of a file of one of the sides."""
    for files in every:
        entry: Entry | None = codebase(files).snapshot.entries.get(source.path)
        if entry is not None and entry.object_id == source.object_id:
            return extract(source.dialect, str(files[source.path]).encode())
    raise AssertionError(source)


def findings(base: Files, head: Files, touched: Iterable[str]) -> tuple[Finding, ...]:
    """The findings of the change, where a parser read the files of `touched` and those that are asked for."""
    policy = load_policy(POLICY)
    change = compare(scanned(base, touched), before := scanned(base, touched), scanned(head, touched), {})
    change = replace(change, tip=change.base) if before is not change.base else change
    told = Circumstances(TODAY)
    while wanted := [
        one for one in wanted_facts(change, policy, told) if (one.object_id, one.dialect) not in told.facts
    ]:
        more = {(one.object_id, one.dialect): read(one, base, head) for one in wanted}
        told = replace(told, facts={**told.facts, **more})
    return tuple(one for one in review(change, policy, told).findings if one.check == "orm-leakage")


@given(sides(), sides())
@settings(max_examples=150, deadline=None)
def test_reading_on_demand_finds_what_reading_everything_finds(base: Files, head: Files) -> None:
    touched = {path for path in {*base, *head} if base.get(path) != head.get(path)}
    assert findings(base, head, touched) == findings(base, head, TEXTS)


def test_of_a_small_change_few_files_are_read() -> None:
    base = {path: texts[0] for path, texts in TEXTS.items()} | {"app/use.py": "\n"}
    head = {**base, "app/use.py": "from app.ports import User\n"}
    policy = load_policy(POLICY)
    side = scanned(base, ["app/use.py"])
    change = compare(side, side, scanned(head, ["app/use.py"]), {})
    first = wanted_facts(change, policy, Circumstances(TODAY))
    assert [one.path for one in first] == ["app/ports.py"]


@given(sides(), sides())
@settings(max_examples=150, deadline=None)
def test_what_changed_is_all_that_has_to_be_looked_at(base: Files, head: Files) -> None:
    """The same leaks as of a comparison of all files. A new model of a module of which a file takes everything is no
    leak of that file, until it says something with it."""
    policy = load_policy(POLICY)
    before = scanned(base, TEXTS)
    change = compare(before, before, scanned(head, TEXTS), {})
    case = Case(change, policy, Components(policy, {*base, *head}), Baseline.of(before, policy), Circumstances(TODAY))
    comparison = Comparison(case, lambda graph, path: graph.codebase.of(path))
    plain = [path for path in head if "*" not in str(base.get(path)) and "*" not in str(head[path])]
    every = {path: (comparison.head.all_leaks(path), comparison.base.all_leaks(path)) for path in plain}
    expected = {
        (path, one.key)
        for path, (now, old) in every.items()
        for one in now
        if one.key not in {each.key for each in old}
    }
    found = {(new.path, one.key) for new in comparison.found() for one in new.leaks if new.path in plain}
    assert found == expected
