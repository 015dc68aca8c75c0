"""What a process counts of its own work, for Prometheus. What the whole service shares stands in the database and is
asked for when `/metrics` is (app/web/metrics.py)."""

from prometheus_client import Counter, Gauge, Histogram

DELIVERIES = Counter("adrift_deliveries", "Webhooks by what became of them: stored, repeated, refused.", ["outcome"])
REVIEWS = Counter("adrift_reviews", "Reviews that ended, by conclusion.", ["conclusion"])
VERDICT_SECONDS = Histogram(
    "adrift_verdict_seconds",
    "Seconds from the event that asked for a review to its verdict.",
    buckets=(1, 2, 5, 10, 20, 40, 60, 120, 300, 900, 3600),
)
RETRIES = Counter("adrift_retries", "Tries that were put off, by the class of what went wrong.", ["reason"])
TAKEN_OVER = Counter("adrift_jobs_taken_over", "Jobs of dead workers that were put in anew.")
STUCK = Counter("adrift_stuck_reviews", "Reviews found in progress without a job, and begun anew.")
LOST = Counter("adrift_lost_deliveries", "Deliveries that GitHub could not deliver and was asked to send again.")
MISSED = Counter("adrift_missed_pull_requests", "Open pull requests found without a finished check run of ours.")
FINDINGS = Counter("adrift_findings", "Findings of finished reviews, by check and status.", ["check", "status"])
OVERRIDES = Counter("adrift_overrides", "Labels that asked for an override, by outcome.", ["outcome"])
GITHUB_REQUESTS = Counter("adrift_github_requests", "Requests to GitHub, by status class.", ["status"])
GITHUB_LEFT = Gauge("adrift_github_requests_left", "Requests that GitHub still allows this hour.", ["installation"])
MIRRORS_BYTES = Gauge("adrift_mirrors_bytes", "Bytes of the mirrors on this disk, as counted once an hour.")
FACTS = Counter("adrift_facts", "Facts of files, by where they came from: cache or parser.", ["source"])
