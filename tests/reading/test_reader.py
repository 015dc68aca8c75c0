"""Reading commits: what is read again, and that whatever is at hand never changes the answer."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from zlib import crc32

import pytest

from app.facts.sqlite import SqliteCache
from app.facts.store import FactsKey, FactsStore, NoStore
from app.git.process import Git
from app.git.repository import Repository
from app.parsing import Parsers
from app.reading.kept_graphs import KeptGraphs
from app.reading.memory import Memory, RepositoryMemory
from app.reading.reader import Reader
from app.reading.workbench import Workbench
from checks import DEFAULT_POLICY, Change, FileFacts, Graph
from tests.stand_in import StandIn
from tests.stand_in.git_repositories import Files

BASE: Files = {
    "orders/__init__.py": "",
    "orders/api.py": "import shared.money\n",
    "billing/__init__.py": "",
    "billing/models.py": "from shared import money\n",
    "shared/__init__.py": "",
    "shared/money.py": "",
    "web/package.json": '{"name": "web"}',
    "web/index.ts": 'import "./api";\n',
    "web/api.ts": "",
}


class Recording(NoStore):
    """A cache in memory that notes what it was asked to keep."""

    def __init__(self) -> None:
        self.kept: dict[FactsKey, FileFacts] = {}
        self.written: list[FactsKey] = []

    def read(self, keys: Collection[FactsKey]) -> dict[FactsKey, FileFacts]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def write(self, facts: Mapping[FactsKey, FileFacts]) -> None:
        self.written += facts
        self.kept.update(facts)


@pytest.fixture
def gh(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path)


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(processes=1, start="fork") as started:
        yield started


def commits(gh: StandIn, *rest: Files) -> tuple[Repository, list[str]]:
    repo = gh.create_repository("acme/shop", files=BASE)
    clone = Repository(Git(repo.path))
    return clone, [clone.commit("main"), *(gh.push(repo, "main", files) for files in rest)]


def reader(clone: Repository, parsers: Parsers, store: NoStore, memory: RepositoryMemory | None = None) -> Reader:
    return Workbench.of_memory(parsers, store, memory or RepositoryMemory()).reader(clone, DEFAULT_POLICY)


def edges(graph: Graph) -> set[tuple[str, str]]:
    return set(graph.edges)


def deltas(change: Change) -> object:
    return change.delta, change.head.files, change.head.problems


def test_only_what_differs_is_read(gh: StandIn, parsers: Parsers) -> None:
    clone, (base, head) = commits(gh, {"orders/api.py": "import billing.models\n"})
    store, memory = Recording(), RepositoryMemory()
    reader(clone, parsers, store, memory).change(base, base, base)
    store.written.clear()
    change = reader(clone, parsers, store, memory).change(base, base, head)
    assert [edge.pair for edge in change.delta.added] == [("orders/api.py", "billing/models.py")]
    assert len(store.written) == 2  # the one file, thoroughly, on both sides
    assert not any(key.is_scanned for key in store.written)


def test_of_a_base_that_was_read_thoroughly_nothing_is_read_again(gh: StandIn, parsers: Parsers) -> None:
    clone, (base, head) = commits(gh, {"orders/api.py": "import billing.models\n"})
    store, memory = Recording(), RepositoryMemory()
    reader(clone, parsers, store, memory).read_thoroughly(base)
    store.written.clear()
    change = reader(clone, parsers, store, memory).change(base, base, head)
    entry = change.head.codebase.snapshot.entries["orders/api.py"]
    assert [key.object_id for key in store.written] == [entry.object_id]


def test_a_head_that_is_squashed_into_its_base_is_the_next_base(gh: StandIn, parsers: Parsers) -> None:
    repo = gh.create_repository("acme/shop", files=BASE)
    clone, edit = Repository(Git(repo.path)), {"orders/api.py": "import billing.models\n", "a.py": None}
    base = clone.commit("main")
    head, squashed = gh.push(repo, "feature", edit, start=base), gh.push(repo, "main", edit)
    memory = RepositoryMemory()
    change = reader(clone, parsers, NoStore(), memory).change(base, base, head)
    known = reader(clone, parsers, NoStore(), memory).graph(squashed)
    assert known.identity is change.head.identity
    assert (known.codebase.snapshot.rev, change.head.codebase.snapshot.rev) == (squashed, head)
    built = reader(clone, parsers, NoStore()).graph(squashed)
    assert (known.files, known.codebase.snapshot.entries) == (built.files, built.codebase.snapshot.entries)


def test_a_head_to_which_the_base_branch_moves_is_the_next_base(gh: StandIn, parsers: Parsers) -> None:
    clone, (base, head) = commits(gh, {"orders/api.py": "import billing.models\n"})
    memory = RepositoryMemory()
    change = reader(clone, parsers, NoStore(), memory).change(base, base, head)
    (clone.git.folder / "HEAD").unlink()  # git would know nothing any more
    known = reader(clone, parsers, NoStore(), memory).graph(head)
    assert (known.identity, known.codebase.snapshot.rev) == (change.head.identity, head)


@pytest.mark.parametrize("landed", ["head", "squashed"])
@pytest.mark.parametrize("read", ["base", "head"])
def test_what_a_parser_has_found_since_the_head_was_reviewed_is_not_lost(
    gh: StandIn, parsers: Parsers, landed: str, read: str
) -> None:
    broken, edit = "import shared.money\nx = = 1\n", {"billing/models.py": "import orders.api\n"}
    repo = gh.create_repository("acme/shop", files={**BASE, "orders/api.py": broken})
    clone = Repository(Git(repo.path))
    base = clone.commit("main")
    ids = {"base": base, "head": gh.push(repo, "feature", edit, start=base), "squashed": gh.push(repo, "main", edit)}
    memory = RepositoryMemory()
    first = reader(clone, parsers, NoStore(), memory).change(base, base, ids["head"])
    reader(clone, parsers, NoStore(), memory).read_thoroughly(ids[read])
    known = reader(clone, parsers, NoStore(), memory).graph(ids[landed])
    assert (set(first.head.problems), set(known.problems)) == (set(), {"orders/api.py"})


def test_a_head_that_is_reviewed_again_has_what_a_parser_has_found_of_its_base(gh: StandIn, parsers: Parsers) -> None:
    broken, edit = "import shared.money\nx = = 1\n", {"billing/models.py": "import orders.api\n"}
    clone, (_, base, head) = commits(gh, {"orders/api.py": broken}, edit)
    memory = RepositoryMemory()
    reader(clone, parsers, NoStore(), memory).change(base, base, head)
    reader(clone, parsers, NoStore(), memory).read_thoroughly(base)
    again = reader(clone, parsers, NoStore(), memory).change(base, base, head)
    assert set(again.base.problems) == set(again.head.problems) == {"orders/api.py"}


def test_another_edit_of_the_base_is_another_graph(gh: StandIn, parsers: Parsers) -> None:
    repo = gh.create_repository("acme/shop", files=BASE)
    clone, base = Repository(Git(repo.path)), Repository(Git(repo.path)).commit("main")
    head = gh.push(repo, "feature", {"orders/api.py": "import billing.models\n"}, start=base)
    tip = gh.push(repo, "main", {"orders/api.py": "import billing.models\n", "more.py": ""})
    memory = RepositoryMemory()
    reader(clone, parsers, NoStore(), memory).change(base, base, head)
    known, built = (reader(clone, parsers, NoStore(), one).graph(tip) for one in (memory, None))
    assert (known.files, known.codebase.snapshot.entries) == (built.files, built.codebase.snapshot.entries)


def test_what_was_read_once_is_not_read_again(gh: StandIn, parsers: Parsers) -> None:
    clone, (base, head) = commits(gh, {"orders/api.py": "import billing.models\n"})
    store = Recording()
    first = reader(clone, parsers, store).change(base, base, head)
    store.written.clear()
    assert deltas(reader(clone, parsers, store).change(base, base, head)) == deltas(first)
    assert store.written == []


def test_a_file_that_is_not_touched_is_scanned(gh: StandIn, parsers: Parsers) -> None:
    clone, (base,) = commits(gh)
    store = Recording()
    reader(clone, parsers, store).graph(base)
    assert {key.dialect for key in store.written if key.is_scanned} == {"python:python", "typescript:typescript"}


def test_a_parsers_word_serves_where_a_scanner_would_do(gh: StandIn, parsers: Parsers) -> None:
    clone, (base, head) = commits(gh, {"orders/api.py": "import billing.models\n"})
    store = Recording()
    reader(clone, parsers, store).change(base, base, head)
    store.written.clear()
    reader(clone, parsers, store).graph(head)
    assert store.written == []


def test_a_syntax_error_that_a_scanner_misses_is_seen_on_both_sides_of_an_edit(gh: StandIn, parsers: Parsers) -> None:
    broken = "import shared.money\nx = = 1\n"
    clone, (_, base, head) = commits(gh, {"orders/api.py": broken}, {"orders/api.py": f"{broken}# more\n"})
    change = reader(clone, parsers, Recording()).change(base, base, head)
    assert set(change.base.problems) == set(change.tip.problems) == set(change.head.problems) == {"orders/api.py"}


@pytest.mark.parametrize(
    "edit",
    [
        {"orders/api.py": None},
        {"orders/money.py": "import orders.api\n"},
        {"shared/money/__init__.py": "", "shared/money.py": None},
        {"pyproject.toml": '[project]\nname = "shop"\n', "orders/new.py": "import web\n"},
        {"web/api.ts": None, "web/api/index.ts": ""},
        {"web/package.json": '{"name": "web", "imports": {"#api": "./api.ts"}}', "web/index.ts": 'import "#api";\n'},
        {"web/tsconfig.json": '{"compilerOptions": {"baseUrl": "."}}', "web/index.ts": 'import "api";\n'},
    ],
)
def test_whatever_is_at_hand_the_answer_is_the_same(gh: StandIn, parsers: Parsers, tmp_path: Path, edit: Files) -> None:
    clone, (base, tip, head) = commits(gh, {"billing/tax.py": "import orders.api\n"}, edit)
    fresh = deltas(reader(clone, parsers, NoStore()).change(base, tip, head))
    memory = RepositoryMemory()
    for seen in (base, head, tip):
        reader(clone, parsers, NoStore(), memory).change(seen, seen, seen)
        assert deltas(reader(clone, parsers, NoStore(), memory).change(base, tip, head)) == fresh
    for seen in (base, tip, head):
        with closing(SqliteCache(tmp_path)) as cache:
            kept(clone, parsers, cache).change(seen, seen, seen)
        with closing(SqliteCache(tmp_path)) as cache:
            assert deltas(kept(clone, parsers, cache).change(base, tip, head)) == fresh


def test_what_an_edit_touches_is_parsed_where_all_is_read_anew_too(
    gh: StandIn, parsers: Parsers, tmp_path: Path
) -> None:
    settings = '{"compilerOptions": {"baseUrl": "."}}'
    broken = "import shared.money\nx = = 1\n"
    clone, (base, head) = commits(gh, {"web/tsconfig.json": settings, "orders/api.py": broken})
    with closing(SqliteCache(tmp_path)) as cache:
        kept(clone, parsers, cache).change(base, base, base)
        change = kept(clone, parsers, cache, NoStore()).change(base, base, head)
    assert set(change.head.problems) == {"orders/api.py"}


def kept(clone: Repository, parsers: Parsers, cache: SqliteCache, store: FactsStore | None = None) -> Reader:
    bench = Workbench(parsers, store or cache, RepositoryMemory(), lambda ignored: KeptGraphs(cache, clone, ignored))
    return bench.reader(clone, DEFAULT_POLICY)


def damaged(content: bytes, at: int) -> bytes:
    """The content with another byte at a place."""
    return b"".join((content[:at], bytes([content[at] ^ 1]), content[at + 1 :]))


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_a_kept_graph_that_was_damaged_is_built_anew(
    gh: StandIn, parsers: Parsers, tmp_path: Path, place: float
) -> None:
    clone, (base, head) = commits(gh, {"orders/api.py": "import billing.models\n"})
    with closing(SqliteCache(tmp_path)) as cache:
        fresh = deltas(kept(clone, parsers, cache).change(base, base, head))
        key = KeptGraphs(cache, clone, DEFAULT_POLICY.ignore)._key
        content = cache.read_graph(key)
        assert content
        cache.write_graph(key, damaged(content, int(place * len(content))))
        assert KeptGraphs(cache, clone, DEFAULT_POLICY.ignore).nearest() is None
        assert deltas(kept(clone, parsers, cache).change(base, base, head)) == fresh
        assert cache.read_graph(key) == content


@pytest.mark.parametrize("content", [b"", b"{}", b'{"rev": 1}', b"\xff\n", b'{"rev": "main", "facts": {}}\n1234567'])
def test_a_kept_graph_that_is_no_use_is_left_alone(
    gh: StandIn, parsers: Parsers, tmp_path: Path, content: bytes
) -> None:
    clone, (base,) = commits(gh)
    with closing(SqliteCache(tmp_path)) as cache:
        known = KeptGraphs(cache, clone, DEFAULT_POLICY.ignore)
        cache.write_graph(known._key, b"%08x\n%b" % (crc32(content), content))
        assert known.nearest() is None
        assert ("orders/api.py", "shared/money.py") in edges(kept(clone, parsers, cache).graph(base))


def test_a_graph_of_a_commit_that_git_has_forgotten_is_built_anew(gh: StandIn, parsers: Parsers) -> None:
    clone, (base,) = commits(gh)
    memory = RepositoryMemory()
    graph = reader(clone, parsers, NoStore(), memory).graph(base)
    elsewhere = StandIn(gh.folder / "elsewhere").create_repository(
        "acme/shop", files={"a.py": "import b\n", "b.py": ""}
    )
    other = Repository(Git(elsewhere.path))
    memory.keep_graph(DEFAULT_POLICY.ignore, graph)
    assert edges(reader(other, parsers, NoStore(), memory).graph(other.commit("main"))) == {("a.py", "b.py")}


def test_memory_is_bounded_and_keeps_what_was_used_last(gh: StandIn, parsers: Parsers) -> None:
    clone, (base,) = commits(gh)
    graph = reader(clone, parsers, NoStore()).graph(base)
    memory = Memory(limit=1)
    for repository in (1, 2):
        memory.of((1, repository)).keep_graph((), graph)
    assert memory.of((1, 2)).graphs
    assert not memory.of((1, 1)).graphs


def test_repositories_share_nothing() -> None:
    memory = Memory(limit=1_000_000)
    assert memory.of((1, 7)) is not memory.of((2, 7))
    assert memory.of((1, 7)) is memory.of((1, 7))
