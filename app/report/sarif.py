"""SARIF 2.1.0 for code-scanning dashboards and editors."""

from app.report.json_report import Json
from app.report.markup import as_text
from app.report.wording import message, waiver_line
from checks import CHECKS, Finding, Level, Review, Status

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Level.FAILURE: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def sarif_document(review: Review) -> Json:
    """One run; overridden findings are suppressed results with the label or the waiver as justification."""
    rules = [
        {"id": check.name, "fullDescription": {"text": check.explanation.strip().partition("\n")[0]}}
        for check in CHECKS
    ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "adrift", "rules": [*rules, {"id": "policy"}]}},
                "results": [_result(finding) for finding in review.findings] + _policy_results(review),
            }
        ],
    }


def _result(finding: Finding) -> Json:
    justification = as_text(waiver_line(finding.waiver)) if finding.waiver else finding.override
    suppressed = [{"kind": "external", "justification": justification}]
    return {
        "ruleId": finding.check,
        "level": LEVELS[finding.level],
        "message": {"text": as_text(message(finding)), "markdown": message(finding)},
        "locations": [_location(finding.path, finding.line)],
        "partialFingerprints": {"adrift/v1": finding.fingerprint},
        "suppressions": suppressed if finding.status is Status.OVERRIDDEN else [],
    }


def _policy_results(review: Review) -> list[Json]:
    return [
        {
            "ruleId": "policy",
            "level": "error",
            "message": {"text": issue.message},
            "locations": [_location(issue.file, issue.line)],
        }
        for issue in review.policy_issues
    ]


def _location(path: str, line: int | None) -> Json:
    region = {"region": {"startLine": line}} if line else {}
    return {"physicalLocation": {"artifactLocation": {"uri": path}, **region}}
