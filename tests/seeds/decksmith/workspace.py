"""How packages are declared, the inventory, and changes of the rules."""

import json

from checks import POLICY_FILE
from tests.seeds.cases import Expected, breaks, declares, instead, keeps, on_top
from tests.seeds.decksmith.places import (
    WORKER,
    WORKSPACE,
    manifest,
    using,
)

CASES = (
    keeps(
        "D27 D28",
        "a dependency with the workspace protocol",
        using(WORKER, "scryfall", 'import { fetchCard } from "@decksmith/scryfall";'),
    ),
    breaks(
        "D27",
        "a dependency by version",
        {WORKER: on_top('import "@decksmith/scryfall";'), manifest(WORKER): declares("@decksmith/scryfall", "^1.0.0")},
        Expected("manifest", manifest(WORKER), "@decksmith/scryfall", "worker", "scryfall"),
    ),
    breaks(
        "D27",
        "a dependency with another workspace protocol",
        {
            WORKER: on_top('import "@decksmith/scryfall";'),
            manifest(WORKER): declares("@decksmith/scryfall", "workspace:^"),
        },
        Expected("manifest", manifest(WORKER), "@decksmith/scryfall", "worker", "scryfall"),
    ),
    breaks(
        "D28",
        "an import that the manifest does not declare",
        {WORKER: on_top('import { fetchCard } from "@decksmith/scryfall";')},
        Expected("manifest", WORKER, "@decksmith/scryfall", "worker", "scryfall"),
    ),
    breaks(
        "D28",
        "production code imports what is declared for development",
        {
            WORKER: on_top('import { fetchCard } from "@decksmith/scryfall";'),
            manifest(WORKER): declares("@decksmith/scryfall", WORKSPACE, "devDependencies"),
        },
        Expected("manifest", WORKER, "@decksmith/scryfall", "worker", "scryfall"),
    ),
    keeps("D38", "a package has a file more", {"packages/pdf/src/paper.ts": "export const a4 = [595, 842];\n"}),
    breaks(
        "D38",
        "a package that the inventory does not have",
        {
            "packages/analytics/package.json": json.dumps({"name": "@decksmith/analytics"}),
            "packages/analytics/src/index.ts": "export const events: string[] = [];\n",
        },
        Expected("manifest", "packages/analytics/src/index.ts", None, None, None),
    ),
    keeps(
        "D36",
        "a rule is tightened",
        {POLICY_FILE: instead("[schema, api-client, query, web-ui, tokens]", "[schema, api-client, query, web-ui]")},
    ),
    breaks(
        "D36",
        "a rule is widened and no record says why",
        {
            POLICY_FILE: instead(
                "[schema, api-client, query, web-ui, tokens]", "[schema, api-client, query, web-ui, tokens, domain]"
            )
        },
        Expected("policy", POLICY_FILE, "tokens, domain]", "web", None),
    ),
)
