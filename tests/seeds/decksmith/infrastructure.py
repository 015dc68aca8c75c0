"""What domain and the infrastructure packages may use, and who may use them."""

from tests.seeds.cases import Expected, at_end, breaks, declares, instead, keeps, on_top
from tests.seeds.decksmith.places import (
    API,
    DB,
    EDGE,
    EXTERNAL,
    PDF,
    QUERY,
    RULES,
    SCRYFALL,
    WEB,
    WORKER,
    WORKSPACE,
    crossing,
    manifest,
    using,
)

CASES = (
    keeps(
        "D11 D12",
        "domain computes with schemas",
        {
            "packages/domain/src/curve.ts": 'import type { DeckDto } from "@decksmith/schema";\n\n'
            "export const curve = (deck: DeckDto) => deck.entries.map((entry) => entry.card.manaValue);\n"
        },
    ),
    breaks(
        "D11",
        "domain imports tokens",
        using(RULES, "tokens", 'export { colors } from "@decksmith/tokens";'),
        *crossing(RULES, "tokens"),
    ),
    breaks(
        "D12",
        "domain reads a file",
        {RULES: on_top('import { readFileSync } from "node:fs";')},
        Expected(EXTERNAL, RULES, "node:fs", "domain", None),
    ),
    breaks(
        "D12",
        "domain fetches",
        {RULES: at_end("export const legality = (name: string) => fetch(`https://legality.example/${name}`);")},
        Expected(EXTERNAL, RULES, "fetch(", "domain", None),
    ),
    breaks(
        "D12",
        "domain reads the environment",
        {RULES: instead("const SMALLEST = 60;", "const SMALLEST = Number(process.env.SMALLEST_DECK);")},
        Expected(EXTERNAL, RULES, "process.env", "domain", None),
    ),
    breaks(
        "D12",
        "domain has a hook of React",
        {
            "packages/domain/src/use-count.ts": 'import { useMemo } from "react/compiler-runtime";\n',
            manifest(RULES): declares("react", "^19.0.0"),
        },
        Expected(EXTERNAL, "packages/domain/src/use-count.ts", "react", "domain", None),
        Expected(EXTERNAL, manifest(RULES), '"react"', "domain", None),
    ),
    breaks(
        "D12",
        "domain asks a database",
        {RULES: on_top('import { Client } from "pg";'), manifest(RULES): declares("pg", "^8.13.1")},
        Expected(EXTERNAL, RULES, '"pg"', "domain", None),
        Expected(EXTERNAL, manifest(RULES), '"pg"', "domain", None),
    ),
    keeps("D13", "db takes another schema", {DB: on_top('import type { CardDto } from "@decksmith/schema";')}),
    breaks(
        "D13",
        "db imports domain",
        using(DB, "domain", 'import { isLegal } from "@decksmith/domain";'),
        *crossing(DB, "domain"),
    ),
    keeps(
        "D14",
        "db exports another query that gives a DTO",
        {
            DB: at_end(
                "export const mustFindDeck = async (id: string): Promise<DeckDto> => Deck.parse(await findDeck(id));"
            ),
            "packages/db/src/index.ts": instead("{ findDeck }", "{ findDeck, mustFindDeck }"),
        },
    ),
    breaks(
        "D14",
        "db exports a model of Prisma",
        {"packages/db/src/index.ts": at_end('export type { DeckRow } from "@prisma/client";')},
        Expected("orm-leakage", "packages/db/src/index.ts", "DeckRow", "db", None),
    ),
    breaks(
        "D14 D1 D2",
        "db exports its client, and with it every model",
        {"packages/db/src/index.ts": at_end('export { prisma } from "./client";')},
        Expected("orm-leakage", "packages/db/src/index.ts", "prisma", "db", None),
    ),
    keeps(
        "D1 D33",
        "api turns a row into a DTO",
        {
            "apps/api/src/mappers/card.ts": 'import type { CardDto } from "@decksmith/schema";\n'
            'import { Card } from "@decksmith/schema";\nimport type { CardRow } from "@prisma/client";\n\n'
            "export const cardDto = (row: CardRow): CardDto => Card.parse(row);\n",
        },
    ),
    breaks(
        "D1 D14 D33",
        "worker imports Prisma itself",
        {
            WORKER: on_top('import { PrismaClient } from "@prisma/client";'),
            manifest(WORKER): declares("@prisma/client", "^6.0.1"),
        },
        Expected(EXTERNAL, WORKER, "@prisma/client", "worker", None),
        Expected(EXTERNAL, manifest(WORKER), "@prisma/client", "worker", None),
    ),
    breaks(
        "D1 D14",
        "a mapper moves to worker, and Prisma's types with it",
        {manifest(WORKER): declares("@prisma/client", "^6.0.1")},
        Expected(EXTERNAL, "apps/worker/src/mappers/deck.ts", "@prisma/client", "worker", None),
        Expected(EXTERNAL, manifest(WORKER), "@prisma/client", "worker", None),
        renames={"apps/api/src/mappers/deck.ts": "apps/worker/src/mappers/deck.ts"},
    ),
    breaks(
        "D2",
        "web takes a row's type from Prisma",
        {
            WEB: on_top('import type { DeckRow } from "@prisma/client";'),
            manifest(WEB): declares("@prisma/client", "^6.0.1"),
        },
        Expected(EXTERNAL, WEB, "@prisma/client", "web", None),
        Expected(EXTERNAL, manifest(WEB), "@prisma/client", "web", None),
    ),
    keeps("D15", "worker asks db for another deck", {WORKER: at_end("export const deckOf = findDeck;")}),
    breaks(
        "D15 D23", "web imports db", using(WEB, "db", 'import { findDeck } from "@decksmith/db";'), *crossing(WEB, "db")
    ),
    breaks(
        "D15",
        "a test of web fills the database through db",
        {
            "apps/web/src/routes/deck.test.tsx": 'import { findDeck } from "@decksmith/db";\n',
            manifest(WEB): declares("@decksmith/db", WORKSPACE, "devDependencies"),
        },
        Expected(EDGE, "apps/web/src/routes/deck.test.tsx", "db", "web", "db"),
        Expected(EDGE, manifest(WEB), "@decksmith/db", "web", "db"),
    ),
    breaks(
        "D15",
        "query reads from db when it runs",
        using(QUERY, "db", 'const db = await import("@decksmith/db");'),
        *crossing(QUERY, "db"),
    ),
    keeps(
        "D16", "scryfall takes another schema", {SCRYFALL: on_top('import type { DeckDto } from "@decksmith/schema";')}
    ),
    breaks(
        "D16",
        "scryfall imports domain",
        using(SCRYFALL, "domain", 'import { isLegal } from "@decksmith/domain";'),
        *crossing(SCRYFALL, "domain"),
    ),
    keeps("D17", "pdf lays out with domain", {PDF: on_top('import { cardCount } from "@decksmith/domain";')}),
    breaks(
        "D17",
        "pdf imports scryfall",
        using(PDF, "scryfall", 'import { fetchCard } from "@decksmith/scryfall";'),
        *crossing(PDF, "scryfall"),
    ),
    keeps("D18", "worker renders twice", {WORKER: at_end("export const render = renderDeck;")}),
    breaks(
        "D18 D25",
        "api renders a PDF",
        using(API, "pdf", 'import { renderDeck } from "@decksmith/pdf";'),
        *crossing(API, "pdf"),
    ),
)
