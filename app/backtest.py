"""What a policy would have said: every pull request that landed, reviewed again as it came.

Each is compared with what the branch was before it, so that a merge, a squash and a push count alike. Labels are not
known any more: what an override let pass is shown too.
"""

from collections.abc import Iterator, Sequence

from app.git.history import Landing
from app.git.repository import Repository
from app.policy_file import PolicyFile
from app.reading.workbench import Workbench
from app.report.backtest import Replayed
from app.review_revisions import Description, Revisions, review_revisions
from checks import Status


def backtest(
    repository: Repository, landed: Sequence[Landing], policy: PolicyFile, workbench: Workbench
) -> Iterator[Replayed]:
    """The verdicts, in the order given; give the oldest first, each graph is derived from the one before. Raises
    GitError."""
    for done, one in enumerate(landed, 1):
        revisions = Revisions(one.parent, one.commit, base=one.parent)
        review = review_revisions(repository, revisions, Description(title=one.subject), policy, workbench)
        workbench.progress("replaying pull requests", done, len(landed))
        yield Replayed(one.commit, one.day, one.subject, review.with_status(Status.BLOCKING))
