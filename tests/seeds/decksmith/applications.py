"""What each application may use."""

from tests.seeds.cases import Expected, at_end, both, breaks, declares, keeps, on_top
from tests.seeds.decksmith.places import (
    API,
    EDGE,
    EXTERNAL,
    LOADER,
    MOBILE,
    SCRYFALL,
    WEB,
    WORKER,
    WORKSPACE,
    crossing,
    manifest,
    using,
)

CASES = (
    keeps("D5 D6 D29", "an application uses a package more", using(API, "scryfall", 'import "@decksmith/scryfall";')),
    breaks(
        "D6",
        "a package imports an application by its path",
        {SCRYFALL: on_top('import { printDeck } from "../../../apps/worker/src/jobs/print-deck";')},
        Expected(EDGE, SCRYFALL, "print-deck", "scryfall", "worker"),
    ),
    breaks(
        "D6",
        "an application imports another",
        {WEB: on_top('import { toDto } from "../../../api/src/mappers/deck";')},
        Expected(EDGE, WEB, "mappers/deck", "web", "api"),
    ),
    keeps(
        "D23 D34",
        "web uses tokens and asks api-client",
        using(WEB, "tokens", 'import { colors } from "@decksmith/tokens";'),
    ),
    breaks(
        "D23",
        "a loader of web imports domain on the server",
        using(LOADER, "domain", 'const { isLegal } = await import("@decksmith/domain");'),
        *crossing(LOADER, "domain"),
    ),
    breaks(
        "D23",
        "web imports scryfall",
        using(WEB, "scryfall", 'import { fetchCard } from "@decksmith/scryfall";'),
        *crossing(WEB, "scryfall"),
    ),
    breaks(
        "D23 D18",
        "web imports pdf",
        using(WEB, "pdf", 'import { renderDeck } from "@decksmith/pdf";'),
        *crossing(WEB, "pdf"),
    ),
    breaks(
        "D23",
        "web imports native-ui",
        using(WEB, "native-ui", 'import { Button } from "@decksmith/native-ui";'),
        *crossing(WEB, "native-ui"),
    ),
    breaks(
        "D34",
        "web fetches from the API itself",
        {LOADER: at_end("export const loadDecks = () => fetch('/api/decks');")},
        Expected(EXTERNAL, LOADER, "fetch(", "web", None, "warning"),
    ),
    breaks(
        "D34",
        "web imports the API's route",
        {LOADER: on_top('import { registerDecks } from "../../../api/src/routes/decks";')},
        Expected(EDGE, LOADER, "routes/decks", "web", "api"),
    ),
    keeps(
        "D24",
        "mobile uses tokens and schema",
        {
            MOBILE: on_top(
                'import { colors } from "@decksmith/tokens";', 'import type { DeckDto } from "@decksmith/schema";'
            ),
            manifest(MOBILE): both(declares("@decksmith/tokens", WORKSPACE), declares("@decksmith/schema", WORKSPACE)),
        },
    ),
    breaks(
        "D24",
        "mobile takes a type of web-ui",
        using(MOBILE, "web-ui", 'import type { Button as WebButton } from "@decksmith/web-ui";'),
        *crossing(MOBILE, "web-ui"),
    ),
    breaks(
        "D24 D15",
        "mobile imports db",
        using(MOBILE, "db", 'import { findDeck } from "@decksmith/db";'),
        *crossing(MOBILE, "db"),
    ),
    breaks(
        "D24",
        "mobile declares domain and does not use it yet",
        {manifest(MOBILE): declares("@decksmith/domain", WORKSPACE)},
        Expected(EDGE, manifest(MOBILE), "@decksmith/domain", "mobile", "domain"),
    ),
    keeps("D25", "api looks cards up", using(API, "scryfall", 'import { fetchCard } from "@decksmith/scryfall";')),
    breaks(
        "D25",
        "api calls itself by api-client",
        using(API, "api-client", 'import "@decksmith/api-client";'),
        *crossing(API, "api-client"),
    ),
    breaks(
        "D25",
        "api imports query",
        using(API, "query", 'import { useDeck } from "@decksmith/query";'),
        *crossing(API, "query"),
    ),
    breaks(
        "D25",
        "api renders with web-ui",
        using(API, "web-ui", 'import { Button } from "@decksmith/web-ui";'),
        *crossing(API, "web-ui"),
    ),
    breaks(
        "D25",
        "api requires tokens",
        using(API, "tokens", 'const { colors } = require("@decksmith/tokens");'),
        *crossing(API, "tokens"),
    ),
    keeps(
        "D26",
        "worker checks decks with domain",
        using(WORKER, "domain", 'import { isLegal } from "@decksmith/domain";'),
    ),
    breaks(
        "D26",
        "worker imports query",
        using(WORKER, "query", 'import { useDeck } from "@decksmith/query";'),
        *crossing(WORKER, "query"),
    ),
    breaks(
        "D26",
        "worker colours with tokens",
        using(WORKER, "tokens", 'import { colors } from "@decksmith/tokens";'),
        *crossing(WORKER, "tokens"),
    ),
)
