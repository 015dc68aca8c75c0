import pytest
from monstrino_core.value_objects import Slug


def test_a_slug_is_lower_case() -> None:
    with pytest.raises(ValueError):
        Slug("Draculaura")
