"""What one revision says of a package's version, as values."""

from dataclasses import dataclass

from checks.versions.numbers import Number, Scheme, any_number, is_placeholder, number


@dataclass(frozen=True, slots=True)
class Stated:
    """A version as a file writes it, at a line from 1.

    `key` tells two in one file apart; `scheme` is None in a file that both languages use. Lerna's version is `shared`:
    a package takes it when it is released, and lags behind until then.
    """

    path: str
    line: int
    key: str
    text: str
    scheme: Scheme | None = None
    shared: bool = False

    @property
    def number(self) -> Number | None:
        return number(self.text, self.scheme) if self.scheme else any_number(self.text)

    @property
    def is_placeholder(self) -> bool:
        """Whether it is only set at the release."""
        return is_placeholder(self.text)


@dataclass(frozen=True, slots=True)
class FromTags:
    """Where a file says that git's tags tell the version, and by which tool."""

    path: str
    line: int
    tool: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that may state a version and cannot be read: why, and at which line where that is known."""

    path: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class OwnName:
    """What a manifest calls its package, and whether it says that nobody publishes it."""

    name: str
    is_private: bool = False


Told = Stated | FromTags | Unread | OwnName


@dataclass(frozen=True, slots=True)
class Standing:
    """What the files of one revision tell: the first of `stated` is the package's own, the others have to say the
    same."""

    names: frozenset[str] = frozenset()
    stated: tuple[Stated, ...] = ()
    tags: FromTags | None = None
    unread: tuple[Unread, ...] = ()
    is_private: bool = False

    @property
    def own(self) -> Stated | None:
        return self.stated[0] if self.stated else None

    @property
    def number(self) -> Number | None:
        """The version that stands; None where no file tells, or only what stands in for one."""
        return self.own.number if self.own and not self.own.is_placeholder else None
