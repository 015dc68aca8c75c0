"""The signature of a webhook (GitHub's documentation, "Validating webhook deliveries")."""

import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "sha256="


def sign(secret: str, body: bytes) -> str:
    """The value of `X-Hub-Signature-256` for a body."""
    return PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(secrets: Iterable[str], body: bytes, signature: str | None) -> bool:
    """Whether the signature is one of these secrets' over exactly these bytes; each is compared in constant time."""
    given = (signature or "").encode("utf-8", "replace")
    return any(hmac.compare_digest(sign(secret, body).encode(), given) for secret in secrets)
