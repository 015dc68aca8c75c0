"""Comments in the conversation of a pull request."""

from tests.stand_in.events import comment_event
from tests.stand_in.payloads_comments import issue_comment as shown
from tests.stand_in.payloads_comments import reaction
from tests.stand_in.refusals import NOT_ACCESSIBLE, NOT_FOUND, invalid
from tests.stand_in.rest import Answer, Call, Route
from tests.stand_in.routes_reviews import check_length
from tests.stand_in.state import IssueComment, PullRequest, Reaction, User, World
from tests.stand_in.webhooks import Webhooks

REPO = "/repos/{owner}/{repo}"
COMMENTS = f"{REPO}/issues/{{issue_number}}/comments"
COMMENT = f"{REPO}/issues/comments/{{comment_id}}"


def new_comment(world: World, webhooks: Webhooks, pull: PullRequest, user: User, body: str) -> IssueComment:
    now = world.clock()
    comment = IssueComment(next(world.ids), pull, user, body, now, now)
    world.issue_comments[comment.id] = comment
    comment_event(world, webhooks, comment, "created", sender=user)
    return comment


def edited(world: World, webhooks: Webhooks, comment: IssueComment, user: User, body: str) -> None:
    before, comment.body, comment.updated_at = comment.body, body, world.clock()
    extra = {"changes": {"body": {"from": before}}}
    comment_event(world, webhooks, comment, "edited", sender=user, extra=extra)


def list_comments(call: Call) -> Answer:
    pull = call.pull
    return call.paged([one for one in call.world.issue_comments.values() if one.pull is pull], shown)


def create(call: Call) -> Answer:
    pull = call.pull
    if not call.body["body"]:
        raise invalid(resource="IssueComment", code="missing_field", field="body")
    check_length(call.body["body"])
    comment = new_comment(call.world, call.webhooks, pull, call.world.bot, call.body["body"])
    return Answer(201, shown(call.world, comment))


def comment_of(call: Call) -> IssueComment:
    found = call.world.issue_comments.get(call.number("comment_id"))
    if found is None or found.pull.repository is not call.repository:
        raise NOT_FOUND
    return found


def own_comment(call: Call) -> IssueComment:
    found = comment_of(call)
    if found.user is not call.world.bot:
        raise NOT_ACCESSIBLE
    return found


def get_one(call: Call) -> Answer:
    return Answer(200, shown(call.world, comment_of(call)))


def edit(call: Call) -> Answer:
    comment = own_comment(call)
    check_length(call.body["body"])
    edited(call.world, call.webhooks, comment, call.world.bot, call.body["body"])
    return Answer(200, shown(call.world, comment))


def delete(call: Call) -> Answer:
    del call.world.issue_comments[own_comment(call).id]
    return Answer(204)


def list_reactions(call: Call) -> Answer:
    return call.paged(comment_of(call).reactions, reaction)


def react(call: Call) -> Answer:
    """The same reaction a second time is answered with the first."""
    comment, content = comment_of(call), call.body["content"]
    mine = (one for one in comment.reactions if one.user is call.world.bot)
    known = next((one for one in mine if one.content == content), None)
    if known is not None:
        return Answer(200, reaction(call.world, known))
    added = Reaction(next(call.world.ids), call.world.bot, content, call.world.clock())
    comment.reactions.append(added)
    return Answer(201, reaction(call.world, added))


ROUTES = [
    Route("GET", COMMENTS, "issues|pull_requests:read", list_comments),
    Route("POST", COMMENTS, "issues|pull_requests:write", create),
    Route("GET", COMMENT, "issues|pull_requests:read", get_one),
    Route("PATCH", COMMENT, "issues|pull_requests:write", edit),
    Route("DELETE", COMMENT, "issues|pull_requests:write", delete),
    Route("GET", f"{COMMENT}/reactions", "issues|pull_requests:read", list_reactions),
    Route("POST", f"{COMMENT}/reactions", "issues|pull_requests:write", react),
]
