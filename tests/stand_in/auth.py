"""The App's key and JWT, installation tokens, and who may do what with them."""

import base64
import binascii
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.stand_in.refusals import BAD_CREDENTIALS, NOT_ACCESSIBLE, Refused, error
from tests.stand_in.state import Installation, Repository, World

LEVELS = {"": 0, "read": 1, "write": 2, "admin": 3}
LONGEST_JWT = timedelta(minutes=10)


@dataclass(frozen=True)
class Token:
    text: str
    installation: Installation
    # narrowed when the token was asked for; None: all of the installation's
    repository_ids: frozenset[int] | None
    permissions: Mapping[str, str] | None
    expires_at: datetime

    def may(self, name: str) -> int:
        level = LEVELS[self.installation.permissions.get(name, "")]
        return level if self.permissions is None else min(level, LEVELS[self.permissions.get(name, "")])

    def sees(self, repository: Repository) -> bool:
        if self.repository_ids is not None and repository.id not in self.repository_ids:
            return False
        return repository.installation is self.installation


@dataclass(frozen=True)
class PersonalToken:
    """A person's own fine-grained token: what they may read, less what it was not given. It writes nothing here."""

    text: str
    login: str
    permissions: Mapping[str, str]

    def may(self, name: str) -> int:
        return min(LEVELS["read"], LEVELS[self.permissions.get(name, "")])

    def sees(self, repository: Repository) -> bool:
        return repository.roles.get(self.login, ("none", "none")) != ("none", "none")


@dataclass(frozen=True)
class Caller:
    """The App itself, one installation of it, or a person, by their token."""

    token: Token | PersonalToken | None

    def sees(self, repository: Repository) -> bool:
        return self.token.sees(repository) if self.token else repository.installation is not None


@cache
def app_key() -> rsa.RSAPrivateKey:
    """Made once for all worlds of a test run: it takes longer than most tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Authenticator:
    """Makes and recognises credentials."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.key = app_key()
        self.tokens: dict[str, Token] = {}
        self.personal: dict[str, PersonalToken] = {}

    @property
    def private_key_pem(self) -> str:
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL)
        return self.key.private_bytes(*form, serialization.NoEncryption()).decode()

    def mint(
        self,
        installation: Installation,
        repository_ids: frozenset[int] | None = None,
        permissions: Mapping[str, str] | None = None,
    ) -> Token:
        """A token of the long form that GitHub gives since 2026."""
        expires_at = self.world.clock().replace(microsecond=0) + timedelta(hours=1)
        claims = {"jti": secrets.token_hex(32), "sub": str(installation.id), "exp": int(expires_at.timestamp())}
        signed = jwt.encode(claims, secrets.token_bytes(32), algorithm="HS256", headers={"kid": secrets.token_hex(16)})
        token = Token(f"ghs_{self.world.app_id}_{signed}", installation, repository_ids, permissions, expires_at)
        self.tokens[token.text] = token
        return token

    def mint_personal(self, login: str, permissions: Mapping[str, str]) -> PersonalToken:
        token = PersonalToken(f"github_pat_{secrets.token_hex(41)}", login, permissions)
        self.personal[token.text] = token
        return token

    def caller(self, authorization: str, needs: str) -> Caller:
        """Who asks.

        Raises:
            Refused: nobody whom GitHub knows, or somebody who may not.
        """
        scheme, _, credential = authorization.partition(" ")
        if needs == "nobody":
            return Caller(None)
        if scheme.lower() not in {"bearer", "token"} or not credential:
            raise Refused(401, error("Requires authentication") | {"status": "401"})
        if needs == "app":
            self.check_app_jwt(credential)
            return Caller(None)
        token = self.personal.get(credential) or self.token(credential)
        if token is None:
            raise BAD_CREDENTIALS
        if needs and not allowed(token, needs):
            raise NOT_ACCESSIBLE
        return Caller(token)

    def token(self, text: str) -> Token | None:
        token = self.tokens.get(text)
        if token is None or token.expires_at <= self.world.clock() or token.installation.suspended_at:
            return None
        return token if token.installation.id in self.world.installations else None

    def git_token(self, authorization: str) -> Token | PersonalToken | None:
        """The token in the Basic credentials that git sends."""
        scheme, _, encoded = authorization.partition(" ")
        try:
            name, _, password = base64.b64decode(encoded).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        if scheme.lower() != "basic" or name != "x-access-token":
            return None
        return self.personal.get(password) or self.token(password)

    def check_app_jwt(self, credential: str) -> None:
        options = {"verify_iat": False, "verify_exp": False, "require": ["iat", "exp", "iss"]}
        try:
            claims = jwt.decode(credential, self.key.public_key(), algorithms=["RS256"], options=options)  # type: ignore[arg-type]
        except jwt.PyJWTError as problem:
            raise Refused(401, error("A JSON web token could not be decoded") | {"status": "401"}) from problem
        now = self.world.clock().timestamp()
        if str(claims["iss"]) not in {str(self.world.app_id), f"Iv23li{self.world.app_id}"}:
            raise Refused(401, error("'Issuer' claim ('iss') must be an Integer") | {"status": "401"})
        if not now < claims["exp"] <= now + LONGEST_JWT.total_seconds():
            raise Refused(401, error("'Expiration time' claim ('exp') is too far in the future") | {"status": "401"})
        if claims["iat"] > now + 1:
            message = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
            raise Refused(401, error(message) | {"status": "401"})


def allowed(token: Token | PersonalToken, needs: str) -> bool:
    names, _, level = needs.partition(":")
    return any(token.may(name) >= LEVELS[level] for name in names.split("|"))
