"""docs/security.md names a test for what it says, and each of them is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`([\w/]*test_\w+\.py)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
    files = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(named) > 40
    assert [one for one in named if not any(f"/{file}".endswith(f"/{one}") for file in files)] == []
