"""TypeScript and JavaScript: scripts, single-file components and style sheets, and the settings that say what their
imports mean.
"""

import re

from checks.codebase.languages.language import Language, Readers
from checks.codebase.languages.typescript.layout import TypeScriptLayout, shapes_layout

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
CODE = SCRIPTS | {"bundler", "bundler-js"}
NAMED = CODE | {"vue", "svelte", "astro", "mdx", "prisma"}
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


def readers() -> Readers:
    """Its parsers and scanners."""
    from checks.codebase.languages.typescript.readers import READERS  # noqa: PLC0415 - for parser processes alone

    return READERS


LANGUAGE = Language(
    name="typescript",
    dialect=dialect,
    readers=readers,
    scanned=SCANNED,
    named=NAMED,
    code=CODE,
    layout=TypeScriptLayout.of,
    shapes_layout=shapes_layout,
)
