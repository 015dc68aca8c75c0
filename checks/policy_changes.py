"""A change that makes the policy permit more.

What it finds: an exception of the policy that no edge needs any more, as a notice.

Why it hurts: what is allowed without a reason is allowed for the next one too.

Example: the last import from `orders` to `billing` goes, and `exceptions` still allows it.

What to do: take the exception out of the policy file.
"""

from checks import exceptions
from checks.check import Check

CHECK = Check(exceptions.CHECK_NAME, exceptions.find, __doc__)
