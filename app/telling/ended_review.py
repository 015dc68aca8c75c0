"""What a review that came to its verdict leaves for those who run the service: one log line, and what is counted."""

import logging
import time
from collections import Counter

from app.jobs import origin
from app.observing.metrics import FINDINGS, VERDICT_SECONDS
from app.observing.stages import Times
from checks import Review, Status

log = logging.getLogger(__name__)


def tell(review: Review, conclusion: str, times: Times) -> None:
    """`times` are those of the stages until now."""
    for finding in review.findings:
        FINDINGS.labels(finding.check, finding.status.value).inc()
    came_from = origin.current()
    waited = time.time() - came_from.at if came_from and came_from.at is not None else None
    if waited is not None:
        VERDICT_SECONDS.observe(max(0.0, waited))
    counts = Counter(finding.status for finding in review.findings)
    fields = {
        "conclusion": conclusion,
        "findings": len(review.findings),
        **{status.value: counts[status] for status in Status if counts[status]},
        **({} if waited is None else {"waited_ms": round(waited * 1000)}),
        **{f"{stage}_ms": taken for stage, taken in times.milliseconds().items()},
    }
    log.info("reviewed: %s", " ".join(f"{name}={value}" for name, value in fields.items()), extra=fields)
