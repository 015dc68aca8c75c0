from auth_core import TokenIssuer

from infrastructure.settings import SECRET_KEY


def issuer() -> TokenIssuer:
    return TokenIssuer(SECRET_KEY.encode())
