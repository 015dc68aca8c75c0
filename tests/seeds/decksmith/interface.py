"""What clients and components may use."""

from tests.seeds.cases import breaks, keeps, on_top
from tests.seeds.decksmith.places import CLIENT, NATIVE_UI, QUERY, WEB_UI, crossing, using

CASES = (
    keeps("D19", "api-client sends cards", {CLIENT: on_top('import { Card } from "@decksmith/schema";')}),
    breaks(
        "D19",
        "api-client imports domain",
        using(CLIENT, "domain", 'import { isLegal } from "@decksmith/domain";'),
        *crossing(CLIENT, "domain"),
    ),
    keeps(
        "D20",
        "query has another hook",
        {
            "packages/query/src/use-client.ts": 'import { ApiClient } from "@decksmith/api-client";\n\n'
            'export const useClient = () => new ApiClient("/api");\n'
        },
    ),
    breaks(
        "D20",
        "query imports web-ui",
        using(QUERY, "web-ui", 'import { Button } from "@decksmith/web-ui";'),
        *crossing(QUERY, "web-ui"),
    ),
    keeps(
        "D21 D35",
        "web-ui takes a token",
        {
            "packages/web-ui/src/card.tsx": 'import { spacing } from "@decksmith/tokens";\n\n'
            "export const Card = () => <article style={{ padding: spacing.large }} />;\n"
        },
    ),
    breaks(
        "D21 D35",
        "web-ui shows a deck as schema has it",
        using(WEB_UI, "schema", 'import type { DeckDto } from "@decksmith/schema";'),
        *crossing(WEB_UI, "schema"),
    ),
    breaks(
        "D21 D35",
        "web-ui counts cards with domain",
        using(WEB_UI, "domain", 'import { cardCount } from "@decksmith/domain";'),
        *crossing(WEB_UI, "domain"),
    ),
    keeps("D22 D35", "native-ui takes a token", {NATIVE_UI: on_top('import { spacing } from "@decksmith/tokens";')}),
    breaks(
        "D22 D35",
        "native-ui borrows from web-ui",
        using(NATIVE_UI, "web-ui", 'export * from "@decksmith/web-ui";'),
        *crossing(NATIVE_UI, "web-ui"),
    ),
)
