from auth_core._tokens import TokenIssuer

__all__ = ["TokenIssuer"]
