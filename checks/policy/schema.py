"""The policy file's form as JSON Schema (draft 2020-12), for editors: made from the model that reads the file.

It says what a *file* may write, which is more than the model holds (`depends_on: [a]` as well as `{only: [a]}`) and
less (no nulls). Names that look like numbers to an editor (`adr: 0012`) are text here. What the words mean together
(unknown component names, contradictions) is beyond a schema: `adrift policy validate` finds it.
"""

from collections.abc import Mapping

from checks.policy.meaning import NAME, RESERVED
from checks.policy.model import Policy
from checks.policy.vocabulary import CHECKS
from checks.policy.words_explained import EXPLAINED

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "adrift policy (.github/architecture.yml)"
TEXT: Schema = {"$ref": "#/$defs/Text"}
LIST: Schema = {"items": TEXT, "type": "array"}
SHARED: Mapping[str, Schema] = {
    "Text": {"type": ["string", "number"]},
    "Texts": {"anyOf": [TEXT, LIST]},
}
"""What stands under many words."""
DATE = r"^\d{4}-\d{2}-\d{2}$"


def policy_schema() -> Schema:
    """The schema as plain values for JSON."""
    generated = Policy.model_json_schema(mode="validation", by_alias=True)
    definitions = {name: _of_model(name, schema) for name, schema in generated.pop("$defs").items()}
    policy = _of_model("Policy", generated)
    _mend(policy, definitions)
    return {"$schema": DIALECT, "title": TITLE, **policy, "$defs": dict(sorted({**definitions, **SHARED}.items()))}


def _of_model(name: str, schema: Mapping[str, object]) -> Schema:
    """What pydantic generates for one model, as a file writes it and with the meaning of each word."""
    found = _table(_written(schema))
    for word, about in _table(found.get("properties")).items():
        description = _table(about).get("description", "")
        _table(about)["description"] = f"{EXPLAINED[name, word]} It must be {description}."
    return found


def _written(value: object) -> object:
    """Without nulls, defaults that say nothing, and titles that repeat the word; plain text may look like a number."""
    if isinstance(value, list):
        return [_written(item) for item in value if item != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    kept = {key: _written(inner) for key, inner in value.items() if not _is_left_out(key, inner)}
    choices = _list(kept.get("anyOf"))
    if kept.get("type") == "string" and not {"enum", "const", "format"} & kept.keys():
        return _with({key: inner for key, inner in kept.items() if key != "type"}, TEXT)
    if choices == SHARED["Texts"]["anyOf"]:
        return _with(kept, {"$ref": "#/$defs/Texts"})
    return _with(kept, choices[0]) if len(choices) == 1 else kept


def _with(kept: Schema, choice: object) -> Schema:
    """One choice in place of several."""
    return {**_table(choice), **{key: inner for key, inner in kept.items() if key != "anyOf"}}


def _is_left_out(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and (not value or isinstance(value, dict)))


def _mend(policy: Schema, definitions: Mapping[str, Schema]) -> None:
    """What the model decides in code: which words must be there together, and which names there are."""
    words = _table(policy["properties"])
    words["version"] = {"enum": [1, "1"], "description": _table(words["version"])["description"]}
    words["generated"] = {**_table(words["generated"]), "anyOf": [TEXT, *_list(_table(words["generated"])["anyOf"])]}
    _table(words["components"])["propertyNames"] = {"pattern": f"^{NAME.pattern}$", "not": {"enum": sorted(RESERVED)}}
    _table(_table(definitions["PolicyException"]["properties"])["expires"])["pattern"] = DATE
    for holder in (words, _table(definitions["ComponentRules"]["properties"])):
        holder["mode"] = {"anyOf": _modes(), "description": _table(holder["mode"])["description"]}
    definitions["Rule"]["anyOf"] = [{"required": ["only"]}, _not_empty("not")]
    definitions["ComponentRules"]["anyOf"] = [_not_empty("path"), _not_empty("distribution")]


def _not_empty(word: str) -> Schema:
    return {"required": [word], "properties": {word: {"minItems": 1}}}


def _modes() -> list[Schema]:
    modes: Schema = {"$ref": "#/$defs/Mode"}
    checks = {name: {**modes, "description": f"the mode of the check {name}"} for name in CHECKS}
    default = {**modes, "description": "the mode of all other checks"}
    return [modes, {"type": "object", "properties": {"default": default, **checks}, "additionalProperties": False}]


def _table(value: object) -> Schema:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
