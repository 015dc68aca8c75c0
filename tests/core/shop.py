"""The repository that most tests change: a shop of regular packages, and policies over them."""

from tests.core.building import Files

PACKAGES = ("orders", "billing", "shared", "tools")

SHOP: Files = {
    **{f"{package}/__init__.py": "" for package in PACKAGES},
    "orders/api.py": "",
    "orders/model.py": "",
    "billing/tax.py": "",
    "billing/model.py": "",
    "shared/money.py": "",
}


def components(*lines: str, top: str = "") -> str:
    """A policy with these components, one in a line: `orders: {path: orders, depends_on: [shared]}`."""
    return "version: 1\n" + top + "\ncomponents:\n" + "".join(f"  {line}\n" for line in lines)


PLAIN = components(
    "orders: {path: orders, depends_on: [shared]}",
    "billing: {path: billing}",
    "shared: {path: shared, depends_on: []}",
)
