"""`schema.prisma`: the models and enums that Prisma's generated client has, and where that client is written to.

The file stands for a module of these names; each output of a generator is an import of it, by its path from the
schema's folder (docs/orm-leakage.md).
"""

import re

from checks.codebase.languages.typescript.grammar import decode
from checks.codebase.symbols import MODULE, Binding, Definition, Sort, Symbols

BLOCK = re.compile(
    r"^[ \t]*(?P<word>model|view|type|enum|generator)[ \t]+(?P<name>\w+)[ \t]*\{(?P<body>[^}]*)\}", re.MULTILINE
)
FIELD = re.compile(r"^[ \t]*(?P<name>[A-Za-z]\w*)[ \t]+\S", re.MULTILINE)
OUTPUT = re.compile(r"^[ \t]*output[ \t]*=[ \t]*\"(?P<path>[^\"\n]*)\"", re.MULTILINE)
CLIENT = re.compile(r"^[ \t]*provider[ \t]*=[ \t]*\"(?P<name>prisma-client(?:-js)?)\"", re.MULTILINE)
MOST_FIELDS = 60
MOST_BLOCKS = 5_000


def schema_symbols(source: bytes) -> Symbols:
    """The names of a schema. Never raises."""
    text = decode(source).decode("utf-8", "replace")
    definitions: list[Definition] = []
    outputs: list[Binding] = []
    line, counted = 1, 0
    for number, block in enumerate(BLOCK.finditer(text)):
        if number == MOST_BLOCKS:
            break
        line += text.count("\n", counted, block.start("word"))
        counted = block.start("word")
        if block["word"] == "generator":
            output = OUTPUT.search(block["body"])
            if output is not None and CLIENT.search(block["body"]):
                outputs.append(Binding(block["name"], output["path"], MODULE, line))
            continue
        sort = Sort.ENUM if block["word"] == "enum" else Sort.CLASS
        fields = () if sort is Sort.ENUM else tuple(one["name"] for one in FIELD.finditer(block["body"]))[:MOST_FIELDS]
        definitions.append(Definition(block["name"], line, sort, fields=fields))
    return Symbols(tuple(outputs), tuple(definitions))
