from validation import is_email


def test_a_name_alone_is_no_address() -> None:
    assert not is_email("ann")
