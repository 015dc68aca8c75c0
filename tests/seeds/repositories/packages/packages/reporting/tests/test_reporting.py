from reporting import monthly


def test_no_orders_are_worth_nothing() -> None:
    assert monthly([]) == 0
