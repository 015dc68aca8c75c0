"""Files that the cases change, and what changes often do."""

from tests.seeds.cases import Edits, Expected, declares, on_top

EDGE, EXTERNAL = "cross-domain-edge", "external-dependency"
WORKSPACE = "workspace:*"

WEB = "apps/web/src/routes/deck.tsx"
LOADER = "apps/web/src/routes/deck.loader.ts"
MOBILE = "apps/mobile/src/app.tsx"
API = "apps/api/src/routes/decks.ts"
WORKER = "apps/worker/src/jobs/print-deck.ts"
CARD = "packages/schema/src/card.ts"
COLORS = "packages/tokens/src/colors.ts"
RULES = "packages/domain/src/deck-rules.ts"
DB = "packages/db/src/decks.ts"
SCRYFALL = "packages/scryfall/src/index.ts"
PDF = "packages/pdf/src/index.ts"
CLIENT = "packages/api-client/src/index.ts"
QUERY = "packages/query/src/use-deck.ts"
WEB_UI = "packages/web-ui/src/button.tsx"
NATIVE_UI = "packages/native-ui/src/button.tsx"


def manifest(path: str) -> str:
    """The package.json that a file belongs to."""
    return "/".join([*path.split("/")[:2], "package.json"])


def component(path: str) -> str:
    """Components are called like their folders."""
    return path.split("/")[1]


def using(path: str, name: str, statement: str) -> Edits:
    """A file with a statement on top that names another package, and that package among the dependencies."""
    return {path: on_top(statement), manifest(path): declares(f"@decksmith/{name}", WORKSPACE)}


def crossing(path: str, name: str) -> tuple[Expected, Expected]:
    """What `using` is where it is forbidden: the import and the dependency."""
    at = f"@decksmith/{name}"
    return (
        Expected(EDGE, path, at, component(path), name),
        Expected(EDGE, manifest(path), at, component(path), name),
    )


def closing(path: str, name: str) -> tuple[Expected, Expected, Expected]:
    """… where there is a way back, too: the cycle is told at its first line, which the manifest has."""
    at = f"@decksmith/{name}"
    return (*crossing(path, name), Expected("cycle", manifest(path), at, component(path), name))
