"""Who may register the App, and which answer of GitHub belongs to whom.

A fresh server may be found by anybody. So an attempt is begun only with the set-up token, which stands in the log; and
what GitHub sends back counts only with the state that went out and in the browser that began, which holds a cookie.
"""

import secrets
import time
from dataclasses import dataclass, field

HOLDS = 3600.0
"""Seconds: as long as GitHub's code does."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to GitHub and back. `cookie` and `state` cannot be guessed."""

    cookie: str = field(default_factory=secrets.token_urlsafe, repr=False)
    state: str = field(default_factory=secrets.token_urlsafe, repr=False)
    begun: float = field(default_factory=time.monotonic)


class Attempts:
    """At most one attempt is under way: whoever begins anew gives up the one before."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe()
        self._attempt: Attempt | None = None

    def begin(self, token: str) -> Attempt | None:
        """A new attempt, None without the right token."""
        if not _same(token, self.token):
            return None
        self._attempt = Attempt()
        return self._attempt

    def is_under_way(self, state: str, cookie: str) -> bool:
        """Whether this is the answer to the attempt that this browser began."""
        attempt = self._attempt
        if attempt is None or time.monotonic() - attempt.begun > HOLDS:
            return False
        return _same(state, attempt.state) and _same(cookie, attempt.cookie)

    def end(self) -> None:
        """What comes now belongs to no attempt."""
        self._attempt = None


def _same(given: str, expected: str) -> bool:
    """Compared in constant time."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), expected.encode())
