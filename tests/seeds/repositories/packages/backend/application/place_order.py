from core_utils import slugify

from domain.orders import Order


def place_order(title: str, total: int) -> Order:
    return Order(slugify(title), total)
