"""What a review is told of files that it does not touch, round by round, makes no difference to what it finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from checks import (
    Baseline,
    Circumstances,
    Components,
    FileFacts,
    Finding,
    Graph,
    compare,
    extract,
    load_policy,
    review,
    wanted_facts,
)
from checks.check import Case
from checks.codebase.facts import NO_FACTS
from checks.codebase.sources import symbol_source
from checks.orm_leaks.new_leaks import Comparison
from tests.core.building import TODAY, Files, codebase, graph, with_facts

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
    "db/find.py": (
        "from db.user import User\n\ndef find() -> User: ...\n",
        "from db.user import User\n\nclass Find:\n    def all(self) -> list[User]: ...\n\nfind = Find()\n",
        "def find(): ...\n",
    ),
    "db/doors.py": ("from db.find import find\n", "from db.find import *\n", "from db import find\n"),
    "app/taker.py": (
        "from db.doors import find\n",
        "from db.doors import find\n\nx = find.all()\n",
        "from db import find\n\nx = find.find()\n",
        "from db.doors import find as f\n",
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


def all_names(*sides: Files) -> dict[tuple[str, str], FileFacts]:
    """The names of all files."""
    found = {}
    for files in sides:
        for path, entry in codebase(files).snapshot.entries.items():
            source = symbol_source(path, entry)
            assert source is not None
            found[source.object_id, source.dialect] = extract(source.dialect, str(files[path]).encode())
    return found


def findings(base: Files, head: Files, told: Circumstances) -> tuple[Finding, ...]:
    """The findings of the change, when what is asked for is told too."""
    policy, before = load_policy(POLICY), graph(base)
    change = compare(before, before, graph(head), {})
    contents = [str(text).encode() for files in (base, head) for text in files.values()]
    found = review(change, policy, with_facts(change, policy, told, contents)).findings
    return tuple(one for one in found if one.check == "orm-leakage")


@given(sides(), sides())
@settings(max_examples=150, deadline=None)
def test_reading_on_demand_finds_what_reading_everything_finds(base: Files, head: Files) -> None:
    everything = Circumstances(TODAY, facts=all_names(base, head))
    assert findings(base, head, Circumstances(TODAY)) == findings(base, head, everything)


def test_of_a_small_change_few_files_are_read() -> None:
    base = {path: texts[0] for path, texts in TEXTS.items()} | {"app/use.py": "\n"}
    head = {**base, "app/use.py": "from app.ports import User\n"}
    policy, before = load_policy(POLICY), graph(base)
    change = compare(before, before, graph(head), {})
    first = wanted_facts(change, policy, Circumstances(TODAY))
    assert [one.path for one in first] == ["app/use.py", "app/use.py"]
    told = Circumstances(TODAY, facts=all_names({"app/use.py": base["app/use.py"]}, {"app/use.py": head["app/use.py"]}))
    assert [one.path for one in wanted_facts(change, policy, told)] == ["app/ports.py"]


def test_without_a_word_on_names_none_are_read() -> None:
    change = compare(graph({}), graph({}), graph({path: texts[0] for path, texts in TEXTS.items()}), {})
    assert wanted_facts(change, load_policy("version: 1\ncomponents: {app: {path: app}}"), Circumstances(TODAY)) == ()


@given(sides(), sides())
@settings(max_examples=150, deadline=None)
def test_what_changed_is_all_that_has_to_be_looked_at(base: Files, head: Files) -> None:
    """The same leaks as of a comparison of all files. A new model of a module of which a file takes everything is no
    leak of that file, until it says something with it."""
    policy, before = load_policy(POLICY), graph(base)
    change = compare(before, before, graph(head), {})
    case = Case(change, policy, Components(policy, {*base, *head}), Baseline.of(before, policy), Circumstances(TODAY))
    names = all_names(base, head)

    def facts(graph: Graph, path: str) -> FileFacts:
        entry = graph.codebase.snapshot.entries.get(path)
        source = symbol_source(path, entry) if entry else None
        return names[source.object_id, source.dialect] if source else NO_FACTS

    comparison = Comparison(case, facts)
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
