"""Configurations as scripts and as JSON: what their object literals say, without running anything."""

import pytest

from checks import LiteralValue, ObjectLiteral, UnknownValue, object_literals


def outermost(source: str, *, json: bool = False) -> ObjectLiteral:
    return next(object_literals(source.encode(), json=json))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'a\\u0062'", "ab"),
        ("`a${'b'}c`", "abc"),
        ("'a' + name", "an"),
        ("String.raw`a\\.b`", "a\\.b"),
        ("/^a\\/b$/i", "^a\\/b$"),
        ("['a', 'b'].join('|')", "a|b"),
        ("true", True),
        ("null", None),
        ("12", 12.0),
        ("['a', ...list, /* c */ 'd']", ("a", "b", "c", "d")),
        ("('a' as string)", "a"),
        ("list", ("b", "c")),
    ],
)
def test_values(expression: str, value: LiteralValue) -> None:
    script = f"const name = 'n'; const list = ['b', 'c'];\nexport default {{ key: {expression} }};"
    assert outermost(script).members == {"key": value}


@pytest.mark.parametrize("expression", ["call()", "`${unknown}`", "imported", "process.env.X", "changed"])
def test_what_only_a_run_could_tell(expression: str) -> None:
    script = (
        f"import imported from './x'; const changed = []; changed.push(1);\nexport default {{ key: {expression} }};"
    )
    assert outermost(script).members == {"key": UnknownValue(2, expression)}


def test_members_that_are_taken_over() -> None:
    found = outermost("const more = {a: 1}; export default {...more, ...other(), ['b']: 2, 'c-d': 3, a() {}};")
    assert (found.line, found.members) == (1, {"a": 1.0})


def test_members_by_every_kind_of_name() -> None:
    script = (
        "const short = 's';\nmodule.exports = {\n ...other(),\n ['b']: 2, 'c-d': 3, short, [odd()]: 4, method() {} };"
    )
    found = outermost(script)
    assert (found.line, found.members) == (2, {"b": 2.0, "c-d": 3.0, "short": "s"})
    assert [one.text for one in found.unknown] == ["...other()", "[odd()]: 4", "method() {}"]


def test_json_with_comments_and_trailing_commas() -> None:
    found = outermost('// why\n{"a": [1, {"b": false,},], /* so */ "c": null}\n', json=True)
    assert (found.line, found.members["c"]) == (2, None)
    assert found.members["a"] == (1.0, ObjectLiteral(2, {"b": False}))


def test_every_object_the_outermost_first() -> None:
    lines = [one.line for one in object_literals(b"const a = {\n b: {\n c: {} } };\nf({});")]
    assert lines == [1, 2, 3, 4]


def test_constants_that_are_made_of_themselves_end() -> None:
    found = outermost("const a = [b]; const b = [a]; export default { a };")
    assert "a" in found.members


def test_what_does_not_parse_is_unknown_and_not_left_out() -> None:
    found = outermost("export default { rules: ['a', @ 'b'], more: 'x' }")
    rules = found.members["rules"]
    assert isinstance(rules, tuple)
    assert found.unknown or any(isinstance(one, UnknownValue) for one in rules)


def test_a_file_without_an_object_has_none() -> None:
    assert not list(object_literals(b"export default 1"))
