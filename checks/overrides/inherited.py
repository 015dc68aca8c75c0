"""An override that a finding brings with it: what was cherry-picked was decided where it comes from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Inherited:
    """An accepted override of another pull request, which landed as the commit `sha`: `actor` put `label` on `number`
    at `at`, by the record at `path`."""

    fingerprint: str
    number: int
    sha: str
    label: str
    path: str
    actor: str | None
    at: datetime | None
