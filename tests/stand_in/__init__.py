"""A GitHub that remembers: REST, git and webhooks of one GitHub Enterprise Server, for tests and the demonstration."""

from tests.stand_in.face import StandIn
from tests.stand_in.state import (
    CheckRun,
    Installation,
    IssueComment,
    PullRequest,
    Repository,
    RequiredCheck,
    Review,
    ReviewComment,
)
from tests.stand_in.webhooks import Delivery

__all__ = [
    "CheckRun",
    "Delivery",
    "Installation",
    "IssueComment",
    "PullRequest",
    "Repository",
    "RequiredCheck",
    "Review",
    "ReviewComment",
    "StandIn",
]
