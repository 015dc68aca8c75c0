"""What a break of an API is, in either language, and what is said of each kind of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Break:
    """Something that users of an API can no longer do.

    `id` is that of its kind, `name` the dotted public name (`billing.Invoice.pay`). `was` and `now` are texts: a
    signature, a base class, nothing where there was or is none. `line` is where the name stands at head in `path`, None
    where it is gone; `base_line` and `base_path` are where it stood. What is not `certain` cannot be decided from text.
    """

    id: str
    name: str
    was: str
    now: str
    line: int | None
    base_line: int
    certain: bool = True
    path: str | None = None
    base_path: str = ""


@dataclass(frozen=True, slots=True)
class BreakKind:
    """A kind of break, explained: the sentence, and a module before and after that shows exactly one of it."""

    id: str
    sentence: str
    example_before: str
    example_after: str
    is_certain: bool = True
