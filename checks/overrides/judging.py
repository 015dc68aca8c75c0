"""The judgement on the labels of a pull request: each label for each finding that blocks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from checks.findings import Finding, Status
from checks.overrides.attempts import Attempt, attempts
from checks.overrides.inherited import Inherited
from checks.overrides.labels import Label
from checks.overrides.outcome import Override, Refusal
from checks.overrides.refusals import Setting, refusal


class Judge:
    """What labels, and decisions that came with a cherry-pick, do to findings. `inherited` is by fingerprint."""

    def __init__(
        self, labels: Iterable[Label], setting: Setting, inherited: Mapping[str, Inherited] | None = None
    ) -> None:
        self._attempts = attempts(labels, setting.records)
        self._setting = setting
        self._inherited = inherited or {}

    def settled(self, finding: Finding) -> Finding:
        """A finding that blocks as the first label leaves it that overrides it; any other as it is."""
        if finding.status is not Status.BLOCKING:
            return finding
        label = self._overriding(finding)
        if label is None and (inherited := self._inherited.get(finding.fingerprint)):
            label = inherited.label
        return finding if label is None else replace(finding, status=Status.OVERRIDDEN, override=label)

    def overrides(self, findings: Sequence[Finding]) -> tuple[Override, ...]:
        """What became of each label for these findings, which are settled, and the decisions that they inherit."""
        blocking = [one for one in findings if one.status in {Status.BLOCKING, Status.OVERRIDDEN}]
        own = (self._outcome(attempt, blocking) for attempt in self._attempts)
        return (*own, *self._brought([one for one in blocking if one.status is Status.OVERRIDDEN]))

    def _overriding(self, finding: Finding) -> str | None:
        granted = (one for one in self._attempts if refusal(one, finding, self._setting) is None)
        return next((one.label.text for one in granted), None)

    def _outcome(self, attempt: Attempt, findings: Sequence[Finding]) -> Override:
        reasons: dict[str | None, dict[str, None]] = {}
        for finding in findings:
            reasons.setdefault(refusal(attempt, finding, self._setting), {})[finding.fingerprint] = None
        accepted = tuple(reasons.pop(None, ()))
        refusals = tuple(Refusal(reason, tuple(of)) for reason, of in reasons.items() if reason is not None)
        reason = None if findings else refusal(attempt, None, self._setting)
        put = attempt.label.put
        return Override(
            label=attempt.label.text,
            record=attempt.record,
            accepted=bool(accepted) or (not findings and reason is None),
            reason=reason or _reason(attempt, accepted, refusals),
            actor=put.by.login if put and put.by else None,
            at=put.at if put else None,
            fingerprints=accepted,
            refusals=refusals,
        )

    def _brought(self, findings: Iterable[Finding]) -> Iterator[Override]:
        """One for each decision elsewhere without which a finding would block."""
        decisions: dict[tuple[int, str], list[Inherited]] = {}
        for finding in findings:
            one = self._inherited.get(finding.fingerprint)
            if one is not None and self._overriding(finding) is None:
                decisions.setdefault((one.number, one.label), []).append(one)
        for (number, label), ones in decisions.items():
            first = ones[0]
            yield Override(
                label=label,
                record=None,
                accepted=True,
                reason=f"decided for #{number} by {first.path}; its commit {first.sha[:12]} is cherry-picked here",
                actor=first.actor,
                at=first.at,
                fingerprints=tuple(dict.fromkeys(one.fingerprint for one in ones)),
                inherited_from=number,
            )


def _reason(attempt: Attempt, accepted: Sequence[str], refusals: Sequence[Refusal]) -> str:
    """One sentence for the label as a whole."""
    path = attempt.record.path if attempt.record else ""
    if not refusals:
        return f"{path} is accepted" if accepted else f"{path} is accepted; nothing blocks that it could override"
    if not accepted:
        return "; ".join(one.reason for one in refusals)
    said = "; ".join(f"{one.reason} ({_findings(len(one.fingerprints))})" for one in refusals)
    return f"{path} is accepted for {_findings(len(accepted))}, not for others: {said}"


def _findings(number: int) -> str:
    return f"{number} finding" if number == 1 else f"{number} findings"
