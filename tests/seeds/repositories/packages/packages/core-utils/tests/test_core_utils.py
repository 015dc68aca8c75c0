from core_utils import slugify


def test_spaces_become_dashes() -> None:
    assert slugify("Annual Report") == "annual-report"
