"""The kinds of breaks of a Python API, each with an example: a module before and after, or several, each behind a
comment with its name."""

from collections.abc import Mapping

from checks.codebase.api.breaks import BreakKind

NAMES = (
    BreakKind(
        "name-removed",
        "A public name is gone. Where `__getattr__` may still give it, that is a notice.",
        "def pay():\n    pass\n\n\ndef refund():\n    pass\n",
        "def pay():\n    pass\n",
    ),
    BreakKind(
        "name-moved",
        "A public name is gone from its module and stands in another public one. A name that is still imported where "
        "it was is no break.",
        "# billing.py\ndef pay():\n    pass\n\n\n# payments.py\nlimit = 100\n",
        "# billing.py\n# payments.py\nlimit = 100\n\n\ndef pay():\n    pass\n",
    ),
    BreakKind(
        "name-unlisted",
        "A name is no longer listed in `__all__`, though the module still has it.",
        '__all__ = ["pay", "refund"]\n\n\ndef pay():\n    pass\n\n\ndef refund():\n    pass\n',
        '__all__ = ["pay"]\n\n\ndef pay():\n    pass\n\n\ndef refund():\n    pass\n',
    ),
    BreakKind(
        "module-removed",
        "A public module is gone.",
        "# billing.py\nlimit = 100\n\n\n# refunds.py\ndef refund():\n    pass\n",
        "# billing.py\nlimit = 100\n",
    ),
    BreakKind(
        "sort-changed",
        "A name is another sort of thing: a function became a class, a property a method. What an attribute holds "
        "cannot be told: from or to one it is a notice, and so it is between alternatives of which one runs.",
        "def invoice():\n    pass\n",
        "class invoice:\n    pass\n",
    ),
)

PARAMETERS = (
    BreakKind(
        "parameter-removed",
        "A parameter is gone and neither `*args` nor `**kwargs` takes what was given for it.",
        "def pay(amount, note=None):\n    pass\n",
        "def pay(amount):\n    pass\n",
    ),
    BreakKind(
        "parameter-renamed",
        "A parameter that could be given by name has another one.",
        "def pay(amount):\n    pass\n",
        "def pay(total):\n    pass\n",
    ),
    BreakKind(
        "parameter-reordered",
        "A parameter that could be given by position has another one; so it has behind a new one with a default.",
        "def pay(amount, note=None):\n    pass\n",
        "def pay(amount, currency='EUR', note=None):\n    pass\n",
    ),
    BreakKind(
        "parameter-added-required",
        "There is a new parameter that callers have to give.",
        "def pay(amount):\n    pass\n",
        "def pay(amount, currency):\n    pass\n",
    ),
    BreakKind(
        "parameter-required",
        "A parameter lost its default.",
        "def pay(amount, currency='EUR'):\n    pass\n",
        "def pay(amount, currency):\n    pass\n",
    ),
    BreakKind(
        "parameter-kind",
        "A parameter can only be given by name that could be given by position, or the other way round.",
        "def pay(amount, note=None):\n    pass\n",
        "def pay(amount, *, note=None):\n    pass\n",
    ),
    BreakKind(
        "overload-removed",
        "No overload at head takes all that one of the base took; several may do so together.",
        "from typing import overload\n\n\n@overload\ndef pay(amount): ...\n",
        "from typing import overload\n\n\n@overload\ndef pay(amount, note): ...\n@overload\ndef pay(): ...\n",
        is_certain=False,
    ),
    BreakKind(
        "default-changed",
        "A parameter has another default.",
        "def pay(amount, currency='EUR'):\n    pass\n",
        "def pay(amount, currency='USD'):\n    pass\n",
        is_certain=False,
    ),
    BreakKind(
        "parameter-type-changed",
        "A parameter is annotated otherwise; the order of a union and the way it is written do not count.",
        "def pay(amount: int):\n    pass\n",
        "def pay(amount: str):\n    pass\n",
        is_certain=False,
    ),
    BreakKind(
        "return-type-changed",
        "What a function gives is annotated otherwise.",
        "def size() -> int:\n    pass\n",
        "def size() -> str:\n    pass\n",
        is_certain=False,
    ),
    BreakKind(
        "sync-to-async",
        "A function has to be awaited.",
        "def pay():\n    pass\n",
        "async def pay():\n    pass\n",
    ),
    BreakKind(
        "async-to-sync",
        "A function can no longer be awaited.",
        "async def pay():\n    pass\n",
        "def pay():\n    pass\n",
    ),
)

CLASSES = (
    BreakKind(
        "member-removed",
        "A method or attribute is gone from a class, and no base class in the repository or built into Python has it. "
        "Where another base class may have it, that is a notice.",
        "class Invoice:\n    def pay(self):\n        pass\n\n    def refund(self):\n        pass\n",
        "class Invoice:\n    def pay(self):\n        pass\n",
    ),
    BreakKind(
        "base-changed",
        "A class is no longer a subclass of a class that users know. Where a new base class from elsewhere may be a "
        "subclass of it, that is a notice.",
        "class Refused(ValueError):\n    pass\n",
        "class Refused(Exception):\n    pass\n",
    ),
    BreakKind(
        "abstract-member-added",
        "Subclasses have to define a member that they did not have to. A new method of a protocol, and a method that "
        "did nothing but raise NotImplementedError, are notices.",
        "from abc import ABC\n\n\nclass Store(ABC):\n    pass\n",
        "from abc import ABC, abstractmethod\n\n\nclass Store(ABC):\n"
        "    @abstractmethod\n    def load(self):\n        pass\n",
    ),
    BreakKind(
        "field-added-required",
        "A dataclass (also of attrs), a pydantic model, a NamedTuple or a TypedDict has a new field without a default.",
        "from typing import TypedDict\n\n\nclass Line(TypedDict):\n    text: str\n",
        "from typing import TypedDict\n\n\nclass Line(TypedDict):\n    text: str\n    price: int\n",
    ),
    BreakKind(
        "field-required",
        "A field lost its default.",
        "from dataclasses import dataclass\n\n\n@dataclass\nclass Line:\n    text: str = ''\n",
        "from dataclasses import dataclass\n\n\n@dataclass\nclass Line:\n    text: str\n",
    ),
    BreakKind(
        "enum-member-removed",
        "A member of an enum is gone.",
        "from enum import Enum\n\n\nclass Level(Enum):\n    LOW = 1\n    HIGH = 2\n",
        "from enum import Enum\n\n\nclass Level(Enum):\n    LOW = 1\n",
    ),
    BreakKind(
        "method-binding",
        "A class method or static method can only be called on an object.",
        "class Invoice:\n    @classmethod\n    def empty(cls):\n        pass\n",
        "class Invoice:\n    def empty(self):\n        pass\n",
    ),
    BreakKind(
        "readonly-added",
        "A property lost its setter. An attribute that became a property without one is a notice.",
        "class Line:\n    @property\n    def text(self):\n        pass\n\n"
        "    @text.setter\n    def text(self, value):\n        pass\n",
        "class Line:\n    @property\n    def text(self):\n        pass\n",
    ),
    BreakKind(
        "type-changed",
        "An attribute is annotated otherwise.",
        "size: int = 1\n",
        "size: str = ''\n",
        is_certain=False,
    ),
)

KINDS = (*NAMES, *PARAMETERS, *CLASSES)

KIND_OF: Mapping[str, BreakKind] = {kind.id: kind for kind in KINDS}
