"""Reviews and the comments on lines and files of a pull request."""

from tests.stand_in.payloads_comments import review as shown_review
from tests.stand_in.payloads_comments import review_comment as shown_comment
from tests.stand_in.payloads_pulls import pull_commits
from tests.stand_in.refusals import NOT_ACCESSIBLE, NOT_FOUND, Refused, error, invalid, unprocessable
from tests.stand_in.rest import Answer, Call, Route
from tests.stand_in.review_lines import MisplacedError, Place, place
from tests.stand_in.state import Json, PullRequest, Review, ReviewComment, User, World

REPO = "/repos/{owner}/{repo}"
PULL = f"{REPO}/pulls/{{pull_number}}"
COMMENT = f"{REPO}/pulls/comments/{{comment_id}}"
STATES = {"COMMENT": "COMMENTED", "APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", None: "PENDING"}
LONGEST_BODY = 65536


def create_review(call: Call) -> Answer:
    """All or nothing: one comment outside of the diff refuses the whole review."""
    pull, body, bot = call.pull, call.body, call.world.bot
    event, comments = body.get("event"), body.get("comments", [])
    if event in {"COMMENT", "REQUEST_CHANGES"} and not body.get("body"):
        raise unprocessable(["Review body can't be blank"])
    if any(one.pull is pull and one.state == "PENDING" for one in call.world.reviews.values()) and event is None:
        raise unprocessable(["User can only have one pending review per pull request"])
    commit_id = reviewed_commit(pull, body.get("commit_id"))
    check_length(body.get("body") or "")
    places = [placed(pull, commit_id, comment) for comment in comments]
    review = new_review(call.world, pull, bot, commit_id=commit_id, body=body.get("body") or "", state=STATES[event])
    for comment, where in zip(comments, places, strict=True):
        new_comment(call.world, review, comment["body"], where)
    return Answer(200, shown_review(call.world, review))


def placed(pull: PullRequest, commit_id: str, comment: Json) -> Place:
    if "position" in comment:
        raise unprocessable(["The stand-in takes `line`, not the deprecated `position`"])
    if not comment["body"]:
        raise unprocessable(["Body can't be blank"])
    check_length(comment["body"])
    try:
        return place(pull, commit_id, comment)
    except MisplacedError as problem:
        raise unprocessable([problem.sentence]) from problem


def reviewed_commit(pull: PullRequest, commit_id: str | None) -> str:
    if commit_id is None:
        return pull.head_sha
    if commit_id not in {one.sha for one in pull_commits(pull)}:
        raise unprocessable([f"commit_id {commit_id} is not part of the pull request"])
    return commit_id


def check_length(text: str) -> None:
    if len(text) > LONGEST_BODY:
        raise Refused(422, error("Body is too long (maximum is 65536 characters)"))


def new_review(world: World, pull: PullRequest, user: User, *, commit_id: str, body: str, state: str) -> Review:
    submitted = None if state == "PENDING" else world.clock()
    review = Review(next(world.ids), pull, user, body, state, commit_id, submitted)
    world.reviews[review.id] = review
    return review


def new_comment(
    world: World, review: Review, body: str, where: Place, reply_to: ReviewComment | None = None
) -> ReviewComment:
    now = world.clock()
    comment = ReviewComment(
        id=next(world.ids),
        review=review,
        pull=review.pull,
        user=review.user,
        body=body,
        path=where.path,
        commit_id=review.commit_id,
        diff_hunk=where.diff_hunk,
        created_at=now,
        updated_at=now,
        line=where.line,
        side=where.side,
        start_line=where.start_line,
        start_side=where.start_side,
        subject_type=where.subject_type,
        in_reply_to=(reply_to.in_reply_to or reply_to.id) if reply_to else None,
    )
    world.review_comments[comment.id] = comment
    return comment


def reply(world: World, user: User, parent: ReviewComment, body: str) -> ReviewComment:
    """An answer in the parent's thread, which is a review of its own as on GitHub."""
    review = new_review(world, parent.pull, user, commit_id=parent.commit_id, body="", state="COMMENTED")
    where = Place(
        parent.path,
        parent.line,
        parent.side,
        parent.start_line,
        parent.start_side,
        parent.diff_hunk,
        parent.subject_type,
    )
    return new_comment(world, review, body, where, parent)


def list_reviews(call: Call) -> Answer:
    pull = call.pull
    return call.paged([one for one in call.world.reviews.values() if one.pull is pull], shown_review)


def visible_comments(world: World, pull: PullRequest) -> list[ReviewComment]:
    """Those of a pending review are nobody's but its author's until it is submitted."""
    return [one for one in world.review_comments.values() if one.pull is pull and one.review.state != "PENDING"]


def list_comments(call: Call) -> Answer:
    comments = visible_comments(call.world, call.pull)
    return call.paged(comments[::-1] if call.request.query.get("direction") == "desc" else comments, shown_comment)


def create_comment(call: Call) -> Answer:
    pull, body = call.pull, call.body
    if not body["body"]:
        raise invalid(resource="PullRequestReviewComment", code="missing_field", field="body")
    check_length(body["body"])
    if "in_reply_to" in body:
        parent = comment_by_id(call, body["in_reply_to"])
        return Answer(201, shown_comment(call.world, reply(call.world, call.world.bot, parent, body["body"])))
    if body["commit_id"] not in {one.sha for one in pull_commits(pull)}:
        raise invalid(resource="PullRequestReviewComment", code="custom", field="pull_request_review_thread.commit_id")
    try:
        where = place(pull, body["commit_id"], body)
    except MisplacedError as problem:
        field = f"pull_request_review_thread.{problem.field}"
        message = f"{field} must be part of the diff: {problem.sentence}"
        raise invalid(resource="PullRequestReviewComment", code="custom", field=field, message=message) from problem
    review = new_review(call.world, pull, call.world.bot, commit_id=body["commit_id"], body="", state="COMMENTED")
    return Answer(201, shown_comment(call.world, new_comment(call.world, review, body["body"], where)))


def create_reply(call: Call) -> Answer:
    parent = comment_by_id(call, call.number("comment_id"))
    if parent.pull is not call.pull or parent.in_reply_to is not None:
        raise NOT_FOUND
    return Answer(201, shown_comment(call.world, reply(call.world, call.world.bot, parent, call.body["body"])))


def comment_by_id(call: Call, number: int) -> ReviewComment:
    found = call.world.review_comments.get(number)
    if found is None or found.pull.repository is not call.repository:
        raise NOT_FOUND
    return found


def own_comment(call: Call) -> ReviewComment:
    found = comment_by_id(call, call.number("comment_id"))
    if found.user is not call.world.bot:
        raise NOT_ACCESSIBLE
    return found


def get_comment(call: Call) -> Answer:
    return Answer(200, shown_comment(call.world, comment_by_id(call, call.number("comment_id"))))


def edit_comment(call: Call) -> Answer:
    comment = own_comment(call)
    check_length(call.body["body"])
    comment.body = call.body["body"]
    comment.updated_at = call.world.clock()
    return Answer(200, shown_comment(call.world, comment))


def delete_comment(call: Call) -> Answer:
    del call.world.review_comments[own_comment(call).id]
    return Answer(204)


ROUTES = [
    Route("GET", f"{PULL}/reviews", "pull_requests:read", list_reviews),
    Route("POST", f"{PULL}/reviews", "pull_requests:write", create_review),
    Route("GET", f"{PULL}/comments", "pull_requests:read", list_comments),
    Route("POST", f"{PULL}/comments", "pull_requests:write", create_comment),
    Route("POST", f"{PULL}/comments/{{comment_id}}/replies", "pull_requests:write", create_reply),
    Route("GET", COMMENT, "pull_requests:read", get_comment),
    Route("PATCH", COMMENT, "pull_requests:write", edit_comment),
    Route("DELETE", COMMENT, "pull_requests:write", delete_comment),
]
