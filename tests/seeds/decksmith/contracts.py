"""What schema, tokens and config may be."""

from tests.seeds.cases import Expected, at_end, breaks, declares, instead, keeps, on_top
from tests.seeds.decksmith.places import API, CARD, COLORS, EDGE, EXTERNAL, PDF, WORKSPACE, closing, manifest, using

CASES = (
    keeps("D7", "a schema is made with zod", {CARD: at_end("export const Rarity = z.enum(['common', 'rare']);")}),
    breaks(
        "D7",
        "schema takes a library to production",
        {CARD: on_top('import { nanoid } from "nanoid";'), manifest(CARD): declares("nanoid", "^5.0.9")},
        Expected(EXTERNAL, CARD, "nanoid", "schema", None),
        Expected(EXTERNAL, manifest(CARD), "nanoid", "schema", None),
    ),
    breaks(
        "D7",
        "zod becomes a dependency of schema",
        {manifest(CARD): instead('"peerDependencies"', '"dependencies"')},
        Expected("manifest", manifest(CARD), '"zod": "^3.23.0"', "schema", None),
    ),
    breaks(
        "D5 D6 D7 D29",
        "schema imports domain, which imports schema",
        using(CARD, "domain", 'import { cardCount } from "@decksmith/domain";'),
        *closing(CARD, "domain"),
    ),
    keeps("D9", "tokens has a module more", {"packages/tokens/src/fonts.ts": 'export const fonts = ["Spectral"];\n'}),
    breaks(
        "D9",
        "tokens mixes colours with a library",
        {COLORS: on_top('import { darken } from "polished";'), manifest(COLORS): declares("polished", "^4.3.1")},
        Expected(EXTERNAL, COLORS, "polished", "tokens", None),
        Expected(EXTERNAL, manifest(COLORS), "polished", "tokens", None),
    ),
    breaks(
        "D9",
        "tokens takes a type of web-ui",
        using(COLORS, "web-ui", 'import type { Button } from "@decksmith/web-ui";'),
        *closing(COLORS, "web-ui"),
    ),
    keeps(
        "D10",
        "config has another development dependency",
        {"packages/config/package.json": declares("prettier", "^3.4.2", "devDependencies")},
    ),
    keeps(
        "D10",
        "a package is checked by the shared settings",
        {
            "packages/pdf/eslint.config.js": 'export { default } from "@decksmith/config/eslint";\n',
            manifest(PDF): declares("@decksmith/config", WORKSPACE, "devDependencies"),
        },
    ),
    breaks(
        "D10",
        "config ships a dependency",
        {"packages/config/package.json": declares("globals", "^15.13.0")},
        Expected(EXTERNAL, "packages/config/package.json", "globals", "config", None),
    ),
    keeps(
        "D31", "an application takes what schema exports", {API: on_top('import { Card } from "@decksmith/schema";')}
    ),
    breaks(
        "D31",
        "an application goes past the entry points of schema",
        {API: on_top('import { scryfallId } from "../../../../packages/schema/src/internal/identifiers";')},
        Expected(EDGE, API, "identifiers", "api", "schema"),
    ),
    breaks(
        "D31",
        "schema loses an export and keeps its version",
        {"packages/schema/src/index.ts": instead("export { Deck, DeckEntry,", "export { Deck,")},
        Expected("public-api", "packages/schema/src/index.ts", "DeckEntry", "schema", None, side="LEFT"),
    ),
)
