from cryptography.fernet import Fernet
from validation import is_email


class TokenIssuer:
    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)

    def issue(self, email: str) -> str:
        if not is_email(email):
            raise ValueError(email)
        return self._fernet.encrypt(email.encode()).decode()
