"""Who may meet the requirement of our check, by GitHub's own answers."""

import pytest

from app.github.errors import UnavailableError
from app.github.required_checks import Requirement, requirement

APP = 4711


def rule(*checks: dict[str, object]) -> dict[str, object]:
    settings = {"strict_required_status_checks_policy": False, "required_status_checks": list(checks)}
    return {"type": "required_status_checks", "ruleset_id": 1, "parameters": settings}


def check(source: int | None = None, context: str = "adrift") -> dict[str, object]:
    return {"context": context} | ({"integration_id": source} if source is not None else {})


def protection(*checks: tuple[str, int | None]) -> dict[str, object]:
    return {
        "url": "u",
        "strict": True,
        "contexts": [name for name, _ in checks],
        "contexts_url": "u",
        "checks": [{"context": name, "app_id": source} for name, source in checks],
    }


@pytest.mark.parametrize(
    ("rules", "protected", "expected"),
    [
        ([], None, Requirement.NONE),
        (
            [{"type": "deletion"}, {"type": "pull_request", "parameters": {"dismiss_stale": True}}],
            None,
            Requirement.NONE,
        ),
        ([rule(check(APP, "adrift (preview)"), check(None, "ci"))], None, Requirement.NONE),
        ([rule(check(APP))], None, Requirement.OURS),
        ([rule(check())], None, Requirement.FROM_ANYBODY),
        ([rule(check(1))], None, Requirement.FROM_ANOTHER),
        ([rule(check()), rule(check(APP))], None, Requirement.OURS),
        ([rule(check(APP)), rule(check(1))], None, Requirement.FROM_ANOTHER),
        ([], protection(("adrift", APP)), Requirement.OURS),
        ([], protection(("adrift", None)), Requirement.FROM_ANYBODY),
        ([], protection(("adrift", -1)), Requirement.FROM_ANYBODY),
        ([], protection(("ci", APP)), Requirement.NONE),
        ([rule(check())], protection(("adrift", APP)), Requirement.OURS),
    ],
)
def test_what_a_branch_asks_for(rules: list[object], protected: object, expected: Requirement) -> None:
    assert requirement(rules, protected, APP) is expected


def test_an_answer_of_another_shape() -> None:
    with pytest.raises(UnavailableError):
        requirement(["required_status_checks"], None, APP)
