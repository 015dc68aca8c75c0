import pytest
from auth_core import TokenIssuer
from cryptography.fernet import Fernet


def test_no_token_for_a_name_alone() -> None:
    with pytest.raises(ValueError):
        TokenIssuer(Fernet.generate_key()).issue("ann")
