"""Breaks of a versioned package on GitHub: the pull request's title says what is released."""

import pytest

from tests.cli.test_public_api import PYTHON
from tests.service.conftest import reviewed
from tests.stand_in import StandIn

pytestmark = pytest.mark.usefixtures("adrift")
BROKEN: dict[str, str | bytes] = {"packages/billing/src/accounts/invoices.py": "def pay(invoice, to):\n    pass\n"}
TITLES = {"release-please-config.json": '{"packages": {"packages/billing": {"release-type": "python"}}}\n'}


@pytest.mark.parametrize(
    ("title", "conclusion"), [("feat: pay somebody", "failure"), ("feat!: pay somebody", "success")]
)
def test_the_title_tells_what_is_released(gh: StandIn, title: str, conclusion: str) -> None:
    repo = gh.create_repository(f"o{title[4]}{len(title)}/shop", files={**PYTHON, **TITLES})
    pull, run = reviewed(gh, repo, BROKEN, title=title)
    assert run.conclusion == conclusion
    if conclusion == "failure":
        (comment,) = gh.review_comments(pull)
        assert "Used by `shop/orders.py:1`" in comment.body
