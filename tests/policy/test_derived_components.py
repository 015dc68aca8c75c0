"""Components that are derived from others say what new ones over the same paths say."""

from hypothesis import given
from hypothesis import strategies as st

from checks.policy import Components, Policy, load_policy
from tests.policy.policies import LENDING

PATHS = [
    "{x}",
    "a",
    "a/b",
    "a/{x}",
    "{x}/{y}",
    "a/b/{x}",
    "b*",
    "**/{x}/c",
    "**/b",
    "a/*",
    "a/**/*.py",
    "{x}.py",
    "a/{x}.py",
    "**/c.py",
    "**",
    "[ab]/b",
    "*/{b,c}/{x}",
]
FILES = st.lists(st.sampled_from("abc"), max_size=3).map("/".join)
NAMES = st.sampled_from(["a.py", "c.py", "b", "x.ts"])
FILE = st.tuples(FILES, NAMES).map(lambda parts: "/".join(filter(None, parts)))
FILE_SETS = st.sets(FILE, max_size=12)
POLICIES = st.lists(st.sampled_from(PATHS), max_size=6, unique=True).map(
    lambda paths: Policy(version=1, components={f"c{number}": {"path": path} for number, path in enumerate(paths)})
)


def answers(components: Components, paths: set[str]) -> dict[str, object]:
    return {
        "names": components.names,
        "ties": components.ties,
        "parents": {name: components.parents(name) for name in components.names},
        "members": {name: components.members(name) for name in components.policy.components},
        "files": {
            path: (components.of(path), components.owner(path), components.outermost(path)) for path in sorted(paths)
        },
    }


@given(POLICIES, FILE_SETS, st.lists(st.tuples(FILE_SETS, FILE_SETS), max_size=4))
def test_derived_components_equal_new_ones(
    policy: Policy, paths: set[str], edits: list[tuple[set[str], set[str]]]
) -> None:
    derived, asked = Components(policy, paths), set(paths)
    for added, removed in edits:
        derived = derived.with_paths(added, removed)
        paths = (paths - removed) | added
        asked |= added
        assert answers(derived, asked) == answers(Components(policy, paths), asked)


@given(POLICIES, FILE_SETS, FILE_SETS, FILE_SETS)
def test_deriving_leaves_the_first_as_they_were(
    policy: Policy, paths: set[str], added: set[str], removed: set[str]
) -> None:
    first = Components(policy, paths)
    first.with_paths(added, removed).names  # noqa: B018 - it fills the caches that both share
    assert answers(first, paths | added) == answers(Components(policy, paths), paths | added)


def test_a_file_beside_a_part_makes_its_folder_a_member_and_its_removal_unmakes_it() -> None:
    policy = load_policy(LENDING)
    base = Components(policy, ["packages/shared/events/a.ts", "packages/kyc/a.ts"])
    with_file = base.with_paths(["packages/shared/a.ts", "packages/x/a.ts"])
    assert (base.names, with_file.names) == (("domains/kyc", "outbox"), ("domains/kyc", "domains/x", "outbox"))
    assert with_file.with_paths([], ["packages/x/a.ts"]).names == base.names


def test_paths_of_both_sides_may_come_twice() -> None:
    policy = load_policy(LENDING)
    twice = Components(policy, ["packages/kyc/a.ts", "packages/kyc/a.ts"])
    assert twice.with_paths([], ["packages/kyc/a.ts"]).names == ()
