"""TypeScript and JavaScript: scripts, single-file components and style sheets, and the settings that say what their
imports mean.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from checks.codebase.event_facts import EventFacts
from checks.codebase.facts import NO_FACTS, FileFacts
from checks.codebase.languages.language import Language
from checks.codebase.languages.typescript.api import extract_api
from checks.codebase.languages.typescript.bundlers import extract_babel, extract_bundler
from checks.codebase.languages.typescript.events import extract_events
from checks.codebase.languages.typescript.extract import extract_script
from checks.codebase.languages.typescript.extract_symbols import SYMBOLS
from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT
from checks.codebase.languages.typescript.layout import TypeScriptLayout, shapes_layout
from checks.codebase.languages.typescript.mdx import extract_mdx
from checks.codebase.languages.typescript.scan import scan_script
from checks.codebase.languages.typescript.scan_mdx import scan_mdx
from checks.codebase.languages.typescript.scripts import extract_astro, extract_component
from checks.codebase.languages.typescript.settings import extract_package, extract_pnpm_workspace, extract_tsconfig
from checks.codebase.languages.typescript.styles import extract_styles

DIALECT_OF_EXTENSION = {
    **dict.fromkeys(("ts", "mts", "cts"), "typescript"),
    **dict.fromkeys(("tsx", "jsx", "js", "mjs", "cjs"), "tsx"),
    "vue": "vue",
    "svelte": "svelte",
    "astro": "astro",
    "mdx": "mdx",
    "css": "css",
    "pcss": "css",
    "scss": "scss",
    "sass": "sass",
    "less": "less",
    "prisma": "prisma",
}
SCRIPTS = frozenset({"typescript", "tsx"})
SCANNED = SCRIPTS | {"mdx"}
GRAMMARS = {"typescript": TYPESCRIPT, "tsx": TSX, "bundler": TYPESCRIPT, "bundler-js": TSX}
DIALECT_OF_NAME = {
    "package.json": "package.json",
    "pnpm-workspace.yaml": "pnpm-workspace",
    **dict.fromkeys((".babelrc", ".babelrc.json", "babel.config.json"), "babel"),
}
BUNDLER_NAME = re.compile(
    r"(?:[\w-]+\.)*(?:vite|vitest|webpack|rspack|rsbuild|rollup|rolldown|esbuild|tsup|next|nuxt|svelte|astro|vue|craco|babel"
    r"|quasar|metro|farm)(?:[.-](?:config|conf|workspace|common|shared|base|dev|development|prod|production|test|lib)\w*)+"
    r"\.[cm]?[jt]s|(?:config-overrides|gatsby-node|\.babelrc)\.[cm]?[jt]s"
)
BUNDLER_PATH = re.compile(r"(?:^|/)(?:\.storybook/main|\.(?:vitepress|vuepress)/config)\.[cm]?[jt]s")
MAY_BE_BUNDLER = re.compile(r"config|conf|webpack|vite|rollup|gatsby|babelrc|/main\.")
CONFIG_NAME = re.compile(r"[^/]*(?:tsconfig|jsconfig)[^/]*\.json")
CONFIG_FOLDER = re.compile(r"(?:^|[-_.])ts-?configs?(?:$|[-_.])|typescript-config|config-typescript")

EXTRACTORS: Mapping[str, Callable[[bytes], FileFacts]] = {
    "typescript": partial(extract_script, language=TYPESCRIPT),
    "tsx": partial(extract_script, language=TSX),
    "vue": extract_component,
    "svelte": extract_component,
    "astro": extract_astro,
    "mdx": extract_mdx,
    "css": partial(extract_styles, "css"),
    "scss": partial(extract_styles, "scss"),
    "sass": partial(extract_styles, "sass"),
    "less": partial(extract_styles, "less"),
    "prisma": lambda _: NO_FACTS,  # it imports nothing; it has names
    "bundler": partial(extract_bundler, language=TYPESCRIPT),
    "bundler-js": partial(extract_bundler, language=TSX),
    "babel": extract_babel,
    "package.json": extract_package,
    "tsconfig": extract_tsconfig,
    "pnpm-workspace": extract_pnpm_workspace,
}


def dialect(path: str) -> str | None:
    """How a path is read: a grammar, a kind of style sheet, or a settings file; None for any other file."""
    folder, _, name = path.rpartition("/")
    if name in DIALECT_OF_NAME:
        return DIALECT_OF_NAME[name]
    if name.endswith(".json"):
        shared = CONFIG_FOLDER.search(folder.rpartition("/")[2]) is not None
        return "tsconfig" if shared or CONFIG_NAME.fullmatch(name) else None
    found = DIALECT_OF_EXTENSION.get(name.rpartition(".")[2].lower()) if "." in name else None
    if found in SCRIPTS and MAY_BE_BUNDLER.search(path) and (BUNDLER_NAME.fullmatch(name) or BUNDLER_PATH.search(path)):
        return "bundler" if found == "typescript" else "bundler-js"
    return found


def extract(dialect: str, source: bytes) -> FileFacts:
    """The facts of one file; never raises."""
    return EXTRACTORS[dialect](source)


def scan(dialect: str, source: bytes) -> FileFacts | None:
    """The same, faster; None where that is not sure."""
    if dialect == "mdx":
        return scan_mdx(source)
    return scan_script(source, dialect) if dialect in SCRIPTS else None


def events(dialect: str, source: bytes, words: frozenset[str]) -> EventFacts:
    """What a script says of events; never raises."""
    return extract_events(source, words, GRAMMARS[dialect])


LANGUAGE = Language(
    "typescript",
    dialect,
    extract,
    scan,
    SCANNED,
    TypeScriptLayout.of,
    shapes_layout,
    frozenset(GRAMMARS),
    SYMBOLS,
    events,
    extract_api,
)
