"""A change that makes the policy permit more, or touches what it protects.

What it finds: a word of the policy file (or of a file that it includes) that permits more than it did: a longer list,
a shorter `not`, a lower level, a softer mode, a component that is gone or elsewhere, a new exception, the file itself
taken away. What is compared is what the policies say, not the files that are there. Also a decision record that rules
cite and that comes to be only proposed, changes to files under `protected`, and, as a notice, an exception that no edge
needs any more.

Why it hurts: whoever may edit the policy could otherwise allow himself anything, in two pull requests if not in one.

Example: `depends_on: [shared]` of `orders` becomes `[shared, billing]`.

What to do: leave the policy as strict as it is, or record the decision that the change rests on and have someone
permitted add the label `adr:NNNN`.
"""

from collections.abc import Iterator

from checks import demoted_records, exceptions, protected_files, relaxed_policy
from checks.check import Case, Check
from checks.findings import Finding


def find(case: Case) -> Iterator[Finding]:
    """What is permitted in vain or anew, and what is done to files that the policy protects."""
    yield from exceptions.find(case)
    yield from relaxed_policy.find(case)
    yield from demoted_records.find(case)
    yield from protected_files.find(case)


CHECK = Check(exceptions.CHECK_NAME, find, __doc__)
