"""`orm-leakage` of a real repository: what a symbol is stands in files that the change does not touch."""

import json

from tests.cli.conftest import Adrift, Clone, adrift, clone

__all__ = ["adrift", "clone"]

REVIEW = ("review", "--repo", "CLONE", "--base", "main", "--head", "feature", "--format", "json")
RULES = "version: 1\ncomponents:\n  billing: {path: billing, encapsulates: [sqlalchemy]}\n  orders: {path: orders}\n"
BASE = {
    ".github/architecture.yml": RULES,
    "billing/base.py": "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase): ...\n",
    "billing/models.py": "from billing.base import Base\n\n\nclass Invoice(Base): ...\n",
    "billing/ports.py": "from billing.models import Invoice as Bill\n",
}


def test_a_model_is_found_through_files_that_nobody_touched(clone: Clone, adrift: Adrift) -> None:
    clone.git("checkout", "--quiet", "main")
    clone.commit(BASE)
    clone.git("checkout", "--quiet", "-B", "feature")
    clone.commit({"orders/api.py": "from billing.ports import Bill\n\n\ndef pay(bill: Bill) -> None: ...\n"})
    cold, warm = adrift(*REVIEW), adrift(*REVIEW)
    assert (cold.returncode, warm.stdout) == (1, cold.stdout)
    (finding,) = json.loads(cold.stdout)["findings"]
    assert [finding[key] for key in ("check", "path", "line", "symbol", "to")] == [
        "orm-leakage",
        "orders/api.py",
        1,
        "Invoice",
        "billing",
    ]
