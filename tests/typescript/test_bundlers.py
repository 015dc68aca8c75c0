"""Aliases of bundlers: configurations to tables, and what a name that one of them has means."""

import pytest

from checks.codebase.languages.typescript import LANGUAGE
from checks.codebase.languages.typescript.aliases import KEY
from checks.codebase.languages.typescript.readers import READERS
from tests.typescript.codebase import Text, imports, resolve, resolve_all

SRC = {"@": ["./src"], "@/*": ["./src/*"]}
PACKAGE_SRC = {"@": ["/src"], "@/*": ["/src/*"]}
TABLES = {
    "export default { resolve: { alias: { '@': path.resolve(__dirname, 'src') } } }": SRC,
    "export default { resolve: { alias: { '@': path.join(__dirname, './src') } } }": {
        "@": ["././src"],
        "@/*": ["././src/*"],
    },
    "export default { resolve: { alias: { '@': `${__dirname}/src` } } }": SRC,
    "export default { resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } } }": {
        "@": ["././src"],
        "@/*": ["././src/*"],
    },
    "export default { resolve: { alias: { '@': new URL('src', import.meta.url).pathname } } }": SRC,
    "export default { resolve: { alias: { '@': join(import.meta.dirname, 'src') } } }": SRC,
    "export default { resolve: { alias: { '@': '/src' } } }": PACKAGE_SRC,
    "export default { resolve: { alias: { '@': path.resolve('src') } } }": PACKAGE_SRC,
    "export default { resolve: { alias: { '@': process.cwd() + '/src' } } }": PACKAGE_SRC,
    "export default { resolve: { alias: { '@': './src' } } }": SRC,
    "export default { resolve: { alias: { '@/': './src/' } } }": SRC,
    "const root = dirname(fileURLToPath(import.meta.url)); module.exports = { alias: { '@': root + '/src' } }": SRC,
    "const at = (p) => resolve(__dirname, p); module.exports = { resolve: { alias: { '@': at('src') } } }": SRC,
    "const alias = { '@': './src' }; module.exports = { resolve: { alias } }": SRC,
    "const a = { '@': './src' }; module.exports = { resolve: { alias: a } }": SRC,
    "const a = { '@': './src' }; module.exports = { resolve: { alias: { ...config.resolve.alias, ...a } } }": SRC,
    "module.exports = { resolve: { alias: { ...(dev ? { '@': './src' } : {}) } } }": SRC,
    "module.exports = { resolve: { alias: [{ find: '@', replacement: './src' }] } }": SRC,
    "module.exports = { resolve: { alias: [{ find: /^@\\//, replacement: './src/' }] } }": {"@/*": ["./src/*"]},
    "module.exports = { resolve: { alias: [{ find: /^@\\/(.*)$/, replacement: './src/$1' }] } }": {"@/*": ["./src/*"]},
    "module.exports = { resolve: { alias: [{ find: /^@acme\\/ui$/, replacement: './ui' }] } }": {"@acme/ui": ["./ui"]},
    "module.exports = { plugins: [alias({ entries: { '@': './src' } })] }": SRC,
    "module.exports = { plugins: [alias({ entries: [{ find: '@', replacement: './src' }] })] }": SRC,
    "module.exports = { resolve: { alias: { 'a$': './src/a.js', b: false } } }": {"a": ["./src/a.js"]},
    "module.exports = { resolve: { alias: { a: ['./b', './c'] } } }": {"a": ["./b", "./c"], "a/*": ["./b/*", "./c/*"]},
    "module.exports = { resolve: { modules: ['src', 'node_modules'] } }": {"*": ["./src/*"]},
    "module.exports = { webpack(config) { config.resolve.alias['@'] = __dirname + '/src' } }": SRC,
    "module.exports = { webpack(config) { config.resolve.alias.a = require.resolve('b') } }": {
        "a": ["b"],
        "a/*": ["b/*"],
    },
    "module.exports = { webpack: (c) => { Object.assign(c.resolve.alias, { '@': './src' }) } }": SRC,
    "module.exports = { chainWebpack: (c) => { c.resolve.alias.set('@', './src').set('a', './b') } }": {
        **SRC,
        "a": ["./b"],
        "a/*": ["./b/*"],
    },
    "module.exports = override(addWebpackAlias({ '@': './src' }))": SRC,
    "module.exports = { turbopack: { resolveAlias: { a: './b' } } }": {"a": ["./b"], "a/*": ["./b/*"]},
    "const config = { kit: { alias: { '$x/*': './x/*' } } }": {"$x/*": ["./x/*"]},
    "module.exports = { plugins: [['module-resolver', { root: ['./src'], alias: { a: './b' } }]] }": {
        "a": ["./b"],
        "a/*": ["./b/*"],
        "*": ["./src/*"],
    },
    "export default { server: { port: 1 } }": None,
    "export default { alias: 'x', routes: [{ alias: ['/a', '/b'] }], map: new Map().set('a', './b') }": None,
}


@pytest.mark.parametrize("dialect", ["bundler", "bundler-js"])
@pytest.mark.parametrize(("source", "table"), TABLES.items())
def test_table(source: str, table: dict[str, list[str]] | None, dialect: str) -> None:
    facts = READERS.extract(dialect, source.encode())
    assert facts.settings == (None if table is None else {KEY: table})
    assert not any(each.is_unknown for each in facts.imports)


@pytest.mark.parametrize(
    "alias",
    [
        *("makeAliases()", "{ '@': process.env.SRC }", "{ ...shared }", "{ [name]: './src' }"),
        *("[{ find: /^(?!x)/, replacement: './src' }]", "[{ find: '@', replacement: root }]", "[entry]"),
    ],
)
def test_an_alias_that_cannot_be_told_is_an_import_of_something_unknown(alias: str) -> None:
    source = f"import {{ shared }} from './shared'\nexport default {{ resolve: {{\nalias: {alias} }} }}"
    assert ("", (), 3, "dynamic") in imports(source, "bundler")


def test_a_configuration_still_imports() -> None:
    source = "import a from './a'\nexport default { resolve: { alias: { '@': './src' } } }"
    assert imports(source, "bundler") == [("./a", ("default",), 1, "import")]


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        *(("vite.config.ts", "bundler"), ("a/vite.config.mjs", "bundler-js"), ("vitest.config.mts", "bundler")),
        *(
            ("vitest.workspace.ts", "bundler"),
            ("electron.vite.config.ts", "bundler"),
            ("vite.config.lib.ts", "bundler"),
        ),
        *(("webpack.config.js", "bundler-js"), ("build/webpack.base.conf.js", "bundler-js")),
        *(("webpack.common.js", "bundler-js"), ("config/webpack.config.prod.js", "bundler-js")),
        *(("next.config.mjs", "bundler-js"), ("craco.config.js", "bundler-js"), ("svelte.config.js", "bundler-js")),
        *((".storybook/main.ts", "bundler"), ("docs/.vitepress/config.mts", "bundler"), (".babelrc.js", "bundler-js")),
        *(("babel.config.js", "bundler-js"), ("nuxt.config.ts", "bundler"), ("gatsby-node.js", "bundler-js")),
        *((".babelrc", "babel"), ("babel.config.json", "babel"), ("rollup.config.ts", "bundler")),
        *(("src/main.ts", "typescript"), ("config.ts", "typescript"), ("vue-router.ts", "typescript")),
        *(("next-env.d.ts", "typescript"), ("src/vite.ts", "typescript"), ("webpack.config.json", None)),
    ],
)
def test_dialect(path: str, dialect: str | None) -> None:
    assert LANGUAGE.dialect(path) == dialect


APP: dict[str, Text] = {
    "package.json": {"workspaces": ["packages/*"]},
    "packages/a/package.json": {"name": "@acme/a", "dependencies": {"declared": "1"}},
    "packages/a/src/x.ts": "",
    "packages/b/package.json": {"name": "@acme/b"},
    "packages/b/src/index.ts": "",
    "packages/b/src/y.ts": "",
}


def app(alias: str, name: str = "vite.config.ts") -> dict[str, Text]:
    return {**APP, f"packages/a/{name}": f"export default {{ resolve: {{ alias: {alias} }} }}"}


@pytest.mark.parametrize(
    ("alias", "name", "expected"),
    [
        ("{ '@': path.resolve(__dirname, 'src') }", "@/x", ["packages/a/src/x.ts"]),
        ("{ '@': './src' }", "@/missing", []),
        ("{ '~b': '../b/src' }", "~b/y", ["packages/b/src/y.ts"]),
        ("{ '~b': '../b/generated' }", "~b/y", ["packages/b/package.json"]),
        ("{ '~b': '../../../etc' }", "~b/passwd", []),
        ("{ b: '@acme/b' }", "b", ["packages/b/src/index.ts"]),
        ("{ b: '@acme/b/src' }", "b/y", ["packages/b/src/y.ts"]),
        ("{ b: c, c: '@acme/b' }", "b", ["npm:b"]),
        ("{ b: 'c', c: 'b' }", "b", ["npm:b"]),
        ("{ react: 'preact/compat' }", "react", ["npm:preact/compat"]),
        ("{ declared: './src/x.ts' }", "declared", ["npm:declared", "packages/a/src/x.ts"]),
        ("{ b: './src/x.ts' }", "b", ["packages/a/src/x.ts"]),
        ("{ '@acme/b': '../b/src/y.ts' }", "@acme/b", ["packages/b/src/y.ts"]),
        ("{ '@acme/b': './src/x.ts' }", "@acme/b", ["packages/a/src/x.ts", "packages/b/src/index.ts"]),
    ],
)
def test_an_alias_means_what_it_says_and_hides_nothing(alias: str, name: str, expected: list[str]) -> None:
    assert sorted(resolve_all(app(alias), "packages/a/src/z.ts", name)) == expected


@pytest.mark.parametrize("config", [".storybook/main.ts", "config/webpack.config.js", "vite.config.ts"])
def test_a_configuration_in_a_folder_of_its_own_holds_for_the_folder_around(config: str) -> None:
    files = app("{ '@b': process.cwd() + '/../b/src' }", config)
    assert resolve(files, "packages/a/src/z.ts", "@b/y") == "packages/b/src/y.ts"
    assert resolve(files, "packages/b/src/z.ts", "@b/y") == "npm:@b/y"


def test_the_nearest_configuration_comes_first() -> None:
    files = {**app("{ '~': './src' }"), "vite.config.ts": "export default { alias: { '~': './packages/b/src' } }"}
    assert resolve(files, "packages/a/src/z.ts", "~/x") == "packages/a/src/x.ts"
    assert resolve(files, "packages/b/src/z.ts", "~/y") == "packages/b/src/y.ts"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("packages/a/.babelrc", {"plugins": [["module-resolver", {"alias": {"~b": "../b/src"}}]]}),
        ("packages/a/babel.config.json", {"plugins": ["x", ["module-resolver", {"root": ["../"], "alias": {}}]]}),
    ],
)
def test_babel(path: str, said: Text) -> None:
    name = "~b/y" if "babelrc" in path else "b/src/y"
    assert resolve({**APP, path: said}, "packages/a/src/z.ts", name) == "packages/b/src/y.ts"


@pytest.mark.parametrize(
    "said",
    [
        {"babel": {"plugins": [["module-resolver", {"alias": {"~b": "../b/src"}}]]}},
        {"browser": {"~b/y": "../b/src/y.ts", "fs": False}},
        {"imports": {"#b/*": "../b/src/*.js"}},
    ],
)
def test_aliases_in_a_package(said: dict[str, object]) -> None:
    files: dict[str, Text] = {**APP, "packages/a/package.json": {"name": "@acme/a", **said}}
    name = "#b/y" if "imports" in said else "~b/y"
    assert resolve(files, "packages/a/src/z.ts", name) == "packages/b/src/y.ts"


def test_a_package_import_of_what_another_package_generates_is_that_package() -> None:
    files: dict[str, Text] = {**APP, "packages/a/package.json": {"imports": {"#b": "../b/generated/client.js"}}}
    assert resolve(files, "packages/a/src/z.ts", "#b") == "packages/b/package.json"


def test_paths_of_a_tsconfig_do_not_hide_a_package() -> None:
    paths = {"compilerOptions": {"paths": {"@acme/b": ["./src/x.ts"]}}}
    found = resolve_all({**APP, "packages/a/tsconfig.json": paths}, "packages/a/src/z.ts", "@acme/b")
    assert sorted(found) == ["packages/a/src/x.ts", "packages/b/src/index.ts"]


@pytest.mark.parametrize("name", ["@/x", "~/x", "@/../src/x"])
def test_customary_aliases_hold_where_nobody_declares_them(name: str) -> None:
    assert resolve(APP, "packages/a/src/deep/z.ts", name) == "packages/a/src/x.ts"


def test_style_sheets_have_aliases_too() -> None:
    files = {**app("{ '@b': '../b/src' }"), "packages/b/src/theme.scss": ""}
    assert resolve(files, "packages/a/src/z.scss", "~@b/theme.scss") == "packages/b/src/theme.scss"


def test_a_broken_configuration_is_a_problem_and_shapes_the_layout() -> None:
    facts = READERS.extract("bundler", b"<<<<<<< HEAD\nexport default { resolve: { alias: {} } }\n")
    assert facts.problem is not None
    assert facts.settings is not None
