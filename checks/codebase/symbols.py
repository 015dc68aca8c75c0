"""The names of one file: what it imports them as, defines them as, offers to others, and where its signatures say them.

One shape for all languages. Names are as written (`orm.User`); what they mean depends on the other files
(`symbol_origins.py`). Bodies of functions are not kept, and neither is the text of an annotation.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

ALL = "*"
MODULE = ""


class Sort(StrEnum):
    """What a name stands for."""

    CLASS = "class"
    FUNCTION = "function"
    TYPE = "type"
    VALUE = "value"
    ENUM = "enum"


class Place(StrEnum):
    """Where something that a file offers names a symbol."""

    IMPORT = "import"
    EXPORT = "export"
    PARAMETER = "parameter"
    RETURN = "return"
    FIELD = "field"
    VARIABLE = "variable"
    ALIAS = "alias"
    BASE = "base"
    DECORATOR = "decorator"
    META = "meta"
    QUERY = "query"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that an import gives to something: `name` here is `imported` of `module`, which is empty for the module as
    a whole and `*` where the star import or `export *` of a module brings all its names."""

    name: str
    module: str
    imported: str
    line: int
    is_type: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A name that the module scope of a file defines, at a line from 1.

    `of` are the names that it is built from: the bases of a class, the types in an alias, what makes a value.
    `decorators` are those of a class; `marks` its attributes that an ORM looks for. `fields` are its members.
    """

    name: str
    line: int
    sort: Sort
    of: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that others see, and the names of this file in it. `symbol` is what it is a part of: `Search.run`."""

    place: Place
    symbol: str
    names: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Exported:
    """A name that a file offers, and what it is called inside."""

    name: str
    local: str
    line: int


@dataclass(frozen=True)
class Symbols:
    """All names of one file. `exports` is None where a file offers whatever it binds, as Python modules do that have no
    `__all__`; `unused` are imported names that a file does nothing with but hand them on. `taken` are the dotted names
    by which it takes something of a module that it imports, or of a value: `users.find`."""

    bindings: tuple[Binding, ...] = ()
    definitions: tuple[Definition, ...] = ()
    mentions: tuple[Mention, ...] = ()
    exports: tuple[Exported, ...] | None = None
    unused: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many entries it has."""
        built = sum(len(one.of) + len(one.fields) for one in self.definitions)
        said = sum(len(one.names) for one in self.mentions)
        return len(self.bindings) + built + said + len(self.exports or ()) + len(self.unused) + len(self.taken)

    @cached_property
    def bound(self) -> dict[str, Binding]:
        """The imported names, less stars; the last import of a name counts."""
        return {one.name: one for one in self.bindings if one.name != ALL}

    @cached_property
    def defined(self) -> dict[str, Definition]:
        """The defined names; of several definitions the one that says most."""
        found: dict[str, Definition] = {}
        for one in self.definitions:
            if one.name not in found or len(one.of) > len(found[one.name].of):
                found[one.name] = one
        return found

    @cached_property
    def stars(self) -> tuple[Binding, ...]:
        """The star imports."""
        return tuple(one for one in self.bindings if one.name == ALL)

    @cached_property
    def offered(self) -> dict[str, Exported]:
        """What the file offers under which name, less what its stars bring."""
        if self.exports is not None:
            return {one.name: one for one in self.exports}
        lines = {one.name: one.line for one in self.bindings if one.name != ALL}
        lines |= {one.name: one.line for one in self.definitions}
        return {name: Exported(name, name, line) for name, line in lines.items()}


NO_SYMBOLS = Symbols()
