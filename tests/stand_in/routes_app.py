"""The App: itself, its installations and tokens, its webhook deliveries."""

from tests.stand_in import payloads_accounts as payloads
from tests.stand_in.auth import LEVELS
from tests.stand_in.refusals import NOT_FOUND, Refused, error, invalid
from tests.stand_in.rest import Answer, Call, Route
from tests.stand_in.state import Installation, Json, World
from tests.stand_in.webhooks import Delivery


def get_app(call: Call) -> Answer:
    return Answer(200, payloads.app(call.world))


def list_installations(call: Call) -> Answer:
    return call.paged(list(call.world.installations.values()), payloads.installation)


def installation_of(call: Call) -> Installation:
    found = call.world.installations.get(call.number("installation_id"))
    if found is None:
        raise NOT_FOUND
    return found


def get_installation(call: Call) -> Answer:
    return Answer(200, payloads.installation(call.world, installation_of(call)))


def create_token(call: Call) -> Answer:
    installation = installation_of(call)
    if installation.suspended_at:
        raise Refused(403, error("This installation has been suspended"))
    wanted: dict[str, str] | None = call.body.get("permissions")
    for name, level in (wanted or {}).items():
        if LEVELS[level] > LEVELS[installation.permissions.get(name, "")]:
            raise Refused(422, error("The permissions requested are not granted to this installation."))
    token = call.authenticator.mint(installation, wanted_repositories(call, installation), wanted)
    answer: Json = {
        "token": token.text,
        "expires_at": payloads.stamp(token.expires_at),
        "permissions": wanted or dict(installation.permissions),
        "repository_selection": "selected",
    }
    if token.repository_ids is not None:
        repositories = [call.world.repositories[one] for one in sorted(token.repository_ids)]
        answer["repositories"] = [payloads.repository(call.world, one) for one in repositories]
    return Answer(201, answer)


def wanted_repositories(call: Call, installation: Installation) -> frozenset[int] | None:
    names: list[str] = call.body.get("repositories", [])
    ids: list[int] = call.body.get("repository_ids", [])
    if not names and not ids:
        return None
    granted = call.world.repositories_of(installation)
    found = frozenset(one.id for one in granted if one.name in names or one.id in ids)
    if len(found) < len(set(names) | set(ids)):
        message = (
            "There is at least one repository that does not exist or is not accessible to the parent installation."
        )
        raise Refused(422, error(message))
    return found


def installation_of_repository(call: Call) -> Answer:
    installation = call.repository.installation
    if installation is None:
        raise NOT_FOUND
    return Answer(200, payloads.installation(call.world, installation))


def list_repositories(call: Call) -> Answer:
    visible = [one for one in call.world.repositories.values() if call.caller.sees(one)]
    return call.paged(visible, payloads.repository, under="repositories")


def rate_limit(call: Call) -> Answer:
    raise Refused(404, error("Rate limiting is not enabled."))


def get_hook_config(call: Call) -> Answer:
    """The secret is never told."""
    hook = call.webhooks
    secret = {"secret": "********"} if hook.secret else {}
    return Answer(
        200, {"content_type": hook.content_type, "insecure_ssl": hook.insecure_ssl, "url": hook.url or "", **secret}
    )


def list_deliveries(call: Call) -> Answer:
    """Newest first; the cursor is the id of the last delivery of the page before."""
    query = call.request.query
    size = int(query.get("per_page", "30"))
    found = [one for one in reversed(call.webhooks.deliveries) if one.status_code is not None]
    if "status" in query:
        found = [one for one in found if one.ok == (query["status"] == "success")]
    if "cursor" in query:
        found = [one for one in found if one.id < cursor(query["cursor"])]
    page = found[:size]
    headers = {}
    if len(found) > size:
        headers["Link"] = f'<{call.world.api}/app/hook/deliveries?per_page={size}&cursor={page[-1].id}>; rel="next"'
    return Answer(200, [delivery_item(call.world, one) for one in page], headers)


def cursor(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise invalid(resource="Hook", code="invalid", field="cursor") from None


def delivery_item(world: World, one: Delivery) -> Json:
    assert one.status_code is not None
    return {
        "id": one.id,
        "guid": one.guid,
        "delivered_at": payloads.stamp(one.delivered_at),
        "redelivery": one.redelivery,
        "duration": one.duration,
        "status": "OK" if one.ok else "Invalid HTTP Response" if one.status_code else "failed to connect to host",
        "status_code": one.status_code,
        "event": one.event,
        "action": one.action,
        "installation_id": one.installation_id,
        "repository_id": one.repository_id,
        "throttled_at": None,
    }


def delivery_of(call: Call) -> Delivery:
    wanted = call.number("delivery_id")
    found = next((one for one in call.webhooks.deliveries if one.id == wanted and one.status_code is not None), None)
    if found is None:
        raise NOT_FOUND
    return found


def get_delivery(call: Call) -> Answer:
    one = delivery_of(call)
    content = {
        "url": call.webhooks.url or "",
        "request": {"headers": one.headers, "payload": one.payload},
        "response": {"headers": {}, "payload": None},
    }
    return Answer(200, delivery_item(call.world, one) | content)


def redeliver(call: Call) -> Answer:
    call.webhooks.redeliver(delivery_of(call).guid)
    return Answer(202, {})


ROUTES = [
    Route("GET", "/app", "app", get_app),
    Route("GET", "/app/installations", "app", list_installations),
    Route("GET", "/app/installations/{installation_id}", "app", get_installation),
    Route("POST", "/app/installations/{installation_id}/access_tokens", "app", create_token),
    Route("GET", "/app/hook/config", "app", get_hook_config),
    Route("GET", "/app/hook/deliveries", "app", list_deliveries),
    Route("GET", "/app/hook/deliveries/{delivery_id}", "app", get_delivery),
    Route("POST", "/app/hook/deliveries/{delivery_id}/attempts", "app", redeliver),
    Route("GET", "/repos/{owner}/{repo}/installation", "app", installation_of_repository),
    Route("GET", "/installation/repositories", "", list_repositories),
    Route("GET", "/rate_limit", "nobody", rate_limit),
]
