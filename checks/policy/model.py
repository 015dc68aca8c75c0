"""The policy file's words. The class that reads a word is the rule itself; descriptions finish "… must be …".

The words are described in docs/policy.md.
What the words mean together (unknown names, contradictions) is decided in `meaning.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, StrictBool, model_validator

from checks.policy.issues import did_you_mean, quoted
from checks.policy.spellings import (
    as_callees,
    as_date,
    as_generated,
    as_layers,
    as_modes,
    as_rule,
    as_version,
    as_versioned,
    listed,
)
from checks.policy.vocabulary import CHECKS, DEFAULT_IGNORE, DEFAULT_TESTS, Level, Mode, Origin


class Words(BaseModel):
    """A mapping of the policy file: its words are the fields, others are errors. Only what a file is read as is built
    when it is defined; of the others that takes a tenth of a command's start, and nobody reads one alone."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Names = Annotated[tuple[str, ...], BeforeValidator(listed, json_schema_input_type=str | list[str])]
Callees = Annotated[tuple[str, ...], BeforeValidator(as_callees, json_schema_input_type=str | list[str])]
Layers = Annotated[
    tuple[tuple[str, ...], ...], BeforeValidator(as_layers, json_schema_input_type=list[str | list[str]])
]


class Rule(Words):
    """A list of what is allowed (`only`), of what is not (`not`), and how grave a breach is.

    `only` is None where the rule merely forbids; `indirect` asks for chains, `each_file` asks it of every file.
    """

    only: tuple[str, ...] | None = Field(None, description="a list of names")
    not_: tuple[str, ...] = Field((), alias="not", description="a list of names")
    indirect: StrictBool = Field(default=False, description="true or false")
    each_file: StrictBool = Field(default=False, description="true or false")
    level: Level | None = Field(None, description="failure, warning or notice")
    adr: str | None = Field(None, description="the name of a decision record, such as ADR-0012")
    reason: str | None = Field(None, description="a sentence")

    @model_validator(mode="after")
    def _says_something(self) -> "Rule":
        if self.only is None and not self.not_:
            raise ValueError("says nothing: give `only: [...]` or `not: [...]`")
        return self


ListOrRule = Annotated[Rule, BeforeValidator(as_rule, json_schema_input_type=list[str] | Rule)]


class Modes(Words):
    """`mode: warn`, or a mode for each check: `mode: {default: block, cycle: shadow}`."""

    default: Mode | None = Field(None, description="shadow, warn or block")
    checks: Mapping[str, Mode] = Field({}, description="a mapping of check names to shadow, warn or block")

    @model_validator(mode="after")
    def _known_checks(self) -> "Modes":
        for name in self.checks:
            if name not in CHECKS:
                raise ValueError(f"there is no check {quoted(name)}{did_you_mean(name, CHECKS)}")
        return self


ModeOrModes = Annotated[Modes, BeforeValidator(as_modes, json_schema_input_type=Mode | dict[str, Mode])]


class Override(Words):
    """Who may override a finding with an ADR label; `author` lets the pull request's own author do it."""

    role: Literal["read", "triage", "write", "maintain", "admin"] = Field(
        "write", description="read, triage, write, maintain or admin"
    )
    teams: Names = Field((), description="a list of team names")
    users: Names = Field((), description="a list of user names")
    author: StrictBool = Field(default=False, description="true or false")


class Versioned(Words):
    """By which rules a version tells what breaks. `breaks` is how far a break has to raise it at most; `private` says
    that a package counts that is private and still 0.0.0."""

    scheme: Literal["semver"] = Field("semver", description="semver")
    breaks: Literal["major", "minor", "patch"] = Field("major", description="major, minor or patch")
    private: StrictBool = Field(default=False, description="true or false")


VersionedOrScheme = Annotated[
    Versioned, BeforeValidator(as_versioned, json_schema_input_type=Literal["semver"] | Versioned)
]


class Restrictions(Words):
    """What may be said of a component beside what it is: each word only forbids, or demands."""

    depends_on: ListOrRule | None = Field(None, description="a list of component names or a mapping with only/not")
    must_depend_on: ListOrRule | None = Field(None, description="a list of component names or a mapping with only")
    used_by: ListOrRule | None = Field(None, description="a list of component names or a mapping with only/not")
    external: ListOrRule | None = Field(None, description="a list of package names or a mapping with only/not")
    contains: ListOrRule | None = Field(None, description="a list of globs or a mapping with only/not")
    encapsulates: Names = Field((), description="a list of module or package names")
    public: Names = Field((), description="a list of entry points, such as exports")
    versioned: VersionedOrScheme | None = Field(None, description="semver, or a mapping with breaks and private")
    changelog: Literal["required"] | None = Field(None, description="required")
    layers: Layers = Field((), description="a list of layer names, high to low (an inner list: other names for one)")
    adr: str | None = Field(None, description="the name of a decision record, such as ADR-0012")
    level: Level | None = Field(None, description="failure, warning or notice")


@dataclass(frozen=True, slots=True)
class Included:
    """What one included file says of a component (or a family's member), beside the policy."""

    component: str
    rules: Restrictions
    origin: Origin


class ComponentRules(Restrictions):
    """What the policy says of one component, or of every member of a family."""

    path: Names = Field((), description="a glob or a list of globs")
    distribution: Names = Field((), description="a list of package names")
    mode: ModeOrModes = Field(Modes(), description="shadow, warn or block, or a mapping of check names to them")
    override: Override | None = Field(None, description="a mapping with role, teams, users and author")

    @model_validator(mode="after")
    def _is_somewhere(self) -> "ComponentRules":
        if not self.path and not self.distribution:
            raise ValueError("needs `path` (or `distribution`, where its code is only met as a package)")
        return self


class AdrSettings(Words):
    """Where the decision records are, and the one that a finding quotes where its rule quotes none."""

    path: Names = Field((), description="a folder or a list of folders")
    cite: str | None = Field(None, description="the name of a decision record, such as ADR-0012")


class Events(Words):
    """The catalog of events, and what in code is an event, publishes one or subscribes to one."""

    catalog: Names = Field((), description="a file or a list of files")
    types: Names = Field((), description="a list of class names")
    publish: Callees = Field((), description="a list of function names")
    subscribe: Callees = Field((), description="a list of function names")
    subscribers: Literal["ignore", "listed"] = Field("ignore", description="ignore or listed")


class PolicyException(Words):
    """One edge that is allowed until it expires; never a pattern."""

    from_: str = Field(alias="from", description="one component, family member or file")
    to: str = Field(description="one component, family member, file or package")
    adr: str = Field(description="the name of the decision record that allows it, such as ADR-0012")
    expires: Annotated[date, BeforeValidator(as_date)] | None = Field(None, description="a date such as 2027-01-31")
    reason: str | None = Field(None, description="a sentence")

    def expired(self, today: date) -> bool:
        """The exception still holds on the day that it names."""
        return self.expires is not None and today > self.expires


class Policy(Words, defer_build=False):
    """The whole policy file. `branches` is empty for "the default branch"."""

    version: Annotated[Literal[1], BeforeValidator(as_version)] = Field(description="1")
    adr: AdrSettings = Field(AdrSettings(), description="a mapping with path and cite")
    components: Mapping[str, ComponentRules] = Field({}, description="a mapping of component names to their rules")
    layers: Layers = Field((), description="a list of component names, high to low")
    events: Events | None = Field(None, description="a mapping with catalog, types, publish and subscribe")
    exceptions: tuple[PolicyException, ...] = Field((), description="a list of mappings with from, to and adr")
    override: Override = Field(Override(), description="a mapping with role, teams, users and author")
    mode: ModeOrModes = Field(Modes(), description="shadow, warn or block, or a mapping of check names to them")
    branches: Names = Field((), description="a list of branch names or globs")
    level: Level = Field(Level.FAILURE, description="failure, warning or notice")
    type_imports: Literal["count", "ignore"] = Field("count", description="count or ignore")
    dynamic: Literal["deny", "warn", "allow"] = Field("warn", description="deny, warn or allow")
    cycles: Literal["deny", "allow"] = Field("deny", description="deny or allow")
    unassigned: Literal["deny", "allow"] = Field("allow", description="deny or allow")
    tests: Names = Field(DEFAULT_TESTS, description="a glob or a list of globs")
    ignore: Names = Field(DEFAULT_IGNORE, description="a glob or a list of globs")
    generated: Annotated[
        Mapping[str, str | None],
        BeforeValidator(as_generated, json_schema_input_type=list[str] | dict[str, str]),
    ] = Field({}, description="a list of globs, or a mapping of globs to the generator's input")
    protected: Names = Field((), description="a glob or a list of globs")
    include: Names = Field((), description="a glob or a list of globs")
    workspace_protocol: Names = Field((), description='a protocol such as "workspace:*", or a list of them')

    _origin: Origin = PrivateAttr(default_factory=Origin)
    _included: tuple["Included", ...] = PrivateAttr(())

    def model_post_init(self, context: Any, /) -> None:
        if isinstance(context, Origin):
            self._origin = context

    @property
    def file(self) -> str:
        return self._origin.file

    @property
    def origin(self) -> Origin:
        return self._origin

    @property
    def included(self) -> tuple["Included", ...]:
        """What the files under `include` say, in the order of their paths."""
        return self._included

    def with_included(self, included: tuple["Included", ...]) -> "Policy":
        """The policy together with what its included files say."""
        copied = self.model_copy()
        copied._included = included  # noqa: SLF001 - its own class
        return copied

    def position_of(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """`Origin.position_of` in the policy file itself."""
        return self._origin.position_of(path)

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """The line that a finding quotes as `architecture.yml:14`."""
        return self.position_of(path)[0]

    def written(self) -> Mapping[tuple[str | int, ...], tuple[int, int]]:
        """Every key and list item that the file writes, with its place."""
        return self._origin.positions

    def mode_of(self, check: str, component: str | None = None) -> Mode:
        """The nearest mode that is given: component and check, component, check, whole policy, `block`."""
        rules = self.components.get((component or "").partition("/")[0])
        for modes in ([rules.mode] if rules else []) + [self.mode]:
            mode = modes.checks.get(check, modes.default)
            if mode is not None:
                return mode
        return Mode.BLOCK
