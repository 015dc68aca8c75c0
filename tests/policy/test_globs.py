import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.policy import GlobError, GlobSet, glob_automaton, parse_glob

MATCHING = [
    ("packages/x", "packages/x"),
    ("packages/x", "packages/x/a/b.py"),
    ("packages/x/**", "packages/x/a.py"),
    ("packages/x/", "packages/x/a.py"),
    ("./packages/x", "packages/x/a.py"),
    ("/packages/x", "packages/x/a.py"),
    (".", "anything/at/all.py"),
    ("**", "README.md"),
    ("packages/*-ui", "packages/web-ui/a.ts"),
    ("a?c", "abc"),
    ("[ab]c", "bc"),
    ("[!ab]c", "xc"),
    ("[a-c]x", "bx"),
    ("{a,b/c}/d", "b/c/d"),
    ("x{1,{2,3}}", "x3"),
    ("**/*.{test,spec}.*", "a/b.spec.ts"),
    ("**/test/**", "test/a.py"),
    ("**/test/**", "a/b/test/c/d.py"),
    ("a/**/b", "a/b"),
    ("a/**/b", "a/x/y/b/z"),
    ("[{]__init__.py[}]", "{__init__.py}"),
    ("src/a b!/x", "src/a b!/x/y.py"),
    ("*{kyc,sanctions}*.adapter.ts", "equb-kyc.adapter.ts"),
    ("**/*.py", ".hidden/a.py"),
    ("[[]id]", "[id]"),
]
NOT_MATCHING = [
    ("packages/x", "packages/xy/a.py"),
    ("packages/x", "other/packages/x/a.py"),
    ("packages/*", "packages"),
    ("packages/x/**", "packages/x"),
    ("a*c", "a/c"),
    ("a?c", "a/c"),
    ("a", "A"),
    ("[!ab]c", "ac"),
    ("**/test/**", "a/test"),
    ("**/*.{test,spec}.*", "a/spec.ts"),
    ("x.py", "xApy"),
]


@pytest.mark.parametrize(("glob", "path"), MATCHING)
def test_matches(glob: str, path: str) -> None:
    assert parse_glob(glob).match(path) == {}


@pytest.mark.parametrize(("glob", "path"), NOT_MATCHING)
def test_does_not_match(glob: str, path: str) -> None:
    assert parse_glob(glob).match(path) is None


@pytest.mark.parametrize(
    ("glob", "path", "captured"),
    [
        ("packages/{domain}", "packages/kyc/src/a.ts", {"domain": "kyc"}),
        ("packages/{domain}", "packages/README.md", None),
        ("packages/{domain}/**", "packages/README.md", None),
        ("services/{area}/{service}", "services/catalog/importer/a.py", {"area": "catalog", "service": "importer"}),
        ("services/{area}/{service}", "services/catalog/a.py", None),
        ("libs/{name}-api", "libs/a-b-api/x.ts", {"name": "a-b"}),
        ("libs/{name}-api", "libs/-api/x.ts", None),
        ("src/{x}.adapter.ts", "src/kyc.adapter.ts", {"x": "kyc"}),
        ("{a,b}/{m}", "b/one/x", {"m": "one"}),
        ("**/modules/{m}", "modules/a/modules/b/x", {"m": "a"}),
    ],
)
def test_captures(glob: str, path: str, captured: dict[str, str] | None) -> None:
    assert parse_glob(glob, captures=True).match(path) == captured


@pytest.mark.parametrize(
    ("glob", "reason"),
    [
        ("", "cannot be empty"),
        ("a{b,c", "without `}`"),
        ("a}b", "without `{`"),
        ("a[b", "without `]`"),
        ("{__init__.py}", "alternatives need a comma"),
        ("{}", "alternatives need a comma"),
        ("**.py", "must stand alone"),
        ("a/../b", "leads out"),
        ("a\\b", "backslash"),
        ("[a/b]", "cannot hold `/`"),
        ("[z-a]", "wrong way round"),
        ("{a,b}" * 10, "alternatives"),
        ("{" * 30 + "a" + "}" * 30, "deeper"),
        ("a" * 2000, "characters long"),
    ],
)
def test_says_what_is_wrong_with_a_glob(glob: str, reason: str) -> None:
    with pytest.raises(GlobError, match=re.escape(reason)):
        parse_glob(glob)


@pytest.mark.parametrize("glob", ["{a}*", "{a}{b}", "{a}/x/{a}"])
def test_refuses_captures_without_an_end(glob: str) -> None:
    with pytest.raises(GlobError):
        parse_glob(glob, captures=True)


def test_a_capture_is_refused_where_families_have_no_meaning() -> None:
    with pytest.raises(GlobError, match="only a component's `path`"):
        parse_glob("**/*.{py}")


def test_more_literal_segments_win_then_more_characters() -> None:
    globs = GlobSet([parse_glob("packages/*"), parse_glob("packages/schema-*"), parse_glob("packages/schema-a")])
    ranked = sorted(globs.matches("packages/schema-a/x.ts"), key=lambda match: match.specificity)
    assert [match.glob for match in ranked] == [0, 1, 2]


def test_hostile_stars_take_no_time() -> None:
    glob = parse_glob("*a" * 40 + "/**" * 40 + "/x")
    start = time.process_time()
    assert glob.match("a" * 2000 + "/a" * 500) is None
    assert time.process_time() - start < 2


PIECES = st.sampled_from(["a", "b", "*", "?", "[ab]", "[!a]", "{a,b}", "{b,a*}", "/", "/**/", "ab"])


@given(st.lists(PIECES, max_size=7).map("".join), st.text("ab/", max_size=8))
def test_agrees_with_a_naive_matcher(text: str, path: str) -> None:
    path = "/".join(filter(None, path.split("/")))
    try:
        glob = parse_glob(text)
    except GlobError:
        return
    if path:
        assert (glob.match(path) is not None) == any(naive(row, path) for row in written_out(text))


@given(
    st.lists(st.lists(PIECES, min_size=1, max_size=7).map("".join), max_size=5),
    st.lists(st.lists(st.sampled_from(["a", "b", "ab", "ba"]), min_size=1, max_size=4).map("/".join), max_size=8),
)
def test_what_a_set_remembers_changes_no_answer(texts: list[str], paths: list[str]) -> None:
    globs = [parse_glob(text) for text in texts if is_glob(text)]
    remembering = GlobSet(globs)
    for path in paths:
        found = {match.glob for match in remembering.matches(path)}
        assert found == {index for index, glob in enumerate(globs) if glob.match(path) is not None}
        assert remembering.any(path) is bool(found)


def test_what_a_set_remembers_of_folders_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glob_automaton, "MOST_FOLDERS", 3)
    globs = GlobSet([parse_glob("a/{x}/c*", captures=True)])
    for name in ("b", "d", "e", "b"):
        (match,) = globs.matches(f"a/{name}/c1/f.py")
        assert match.captures == {"x": name}


def is_glob(text: str) -> bool:
    try:
        parse_glob(text)
    except GlobError:
        return False
    return True


def written_out(text: str) -> list[str]:
    """Braces by replacing the first pair; these patterns do not nest them."""
    found = re.search(r"\{([^{}]*)\}", text)
    if found is None:
        return [text]
    return [row for choice in found[1].split(",") for row in written_out(text.replace(found[0], choice, 1))]


def naive(text: str, path: str) -> bool:
    segments, parts = [part for part in text.split("/") if part], path.split("/")
    beneath = text.endswith("/")
    while segments and segments[-1] == "**":
        segments.pop()
        beneath = bool(segments)
    ends = range(1 if segments else 0, len(parts) + (not beneath))
    return any(naive_segments(segments, parts[:end]) for end in ends)


def naive_segments(segments: list[str], parts: list[str]) -> bool:
    if not segments:
        return not parts
    if segments[0] == "**":
        return any(naive_segments(segments[1:], parts[start:]) for start in range(len(parts) + 1))
    return bool(parts) and naive_name(segments[0], parts[0]) and naive_segments(segments[1:], parts[1:])


def naive_name(segment: str, name: str) -> bool:
    pattern = re.sub(r"\*|\?", lambda found: ".*" if found[0] == "*" else ".", segment.replace("[!", "[^"))
    return re.fullmatch(pattern, name) is not None
