"""Names in calls that are no plain strings: constants are folded, parts that are not known make patterns or `""`."""

import pytest

from checks.codebase.languages.typescript.constants import LARGE
from tests.typescript.codebase import imports

FOLDED = {
    "const p = './x'; import(p)": ["./x"],
    "const a = './'; const b = `${a}x`; import(b + '.ts')": ["./x.ts"],
    "const p = './x' as const; import(p)": ["./x"],
    "import(dev ? './x' : './y')": ["./x", "./y"],
    "import(dev && './x')": ["./x"],
    "const m = {a: './x', 'b': './y'}; import(m[key])": ["./x", "./y"],
    "const m = {a: './x', b: './y'} as const; import(m.b)": ["./y"],
    "const m = Object.freeze({a: './x', b: './y'}); import(m['a'])": ["./x"],
    "const m = ['./x', './y']; import(m[i])": ["./x", "./y"],
    "import(['./x', './y'][i])": ["./x", "./y"],
    "for (const f of ['./x', './y']) import(f)": ["./x", "./y"],
    "const l = ['./x']; for (const f of l) import(f)": ["./x"],
    "require(path.join(__dirname, '..', 'x'))": ["./../x"],
    "require(path.resolve(__dirname, '../x'))": ["./../x"],
    "require(`${__dirname}/x`)": ["./x"],
    "require(__dirname + '/x')": ["./x"],
    "require(path.join(process.cwd(), 'src/x'))": ["/src/x"],
    "require(require.resolve('x'))": ["x", "x"],
    "require(path.dirname(require.resolve('x/package.json')))": ["x", "x/package.json"],
    "import(pathToFileURL(path.join(__dirname, 'x.js')).href)": ["./x.js"],
    "import(new URL('../x.js', import.meta.url).href)": ["./../x.js", "../x.js"],
    "import(['..', 'billing', 'x'].join('/'))": ["../billing/x"],
    "const at = (p) => path.join(__dirname, p); require(at('x'))": ["./x"],
    "function at(p) { return path.join(__dirname, p) } require(at('x'))": ["./x"],
    "const { resolve } = require('path'); require(resolve(__dirname, 'x'))": ["path", "./x"],
    "import((0, './x'))": ["./x"],
    "import(await Promise.resolve('./x'))": ["./x"],
}
UNKNOWN = {
    "import(name)": [""],
    "require(name)": [""],
    "let p = './x'; import(p)": [""],
    "const p = './x'; { const p = './y' } import(p)": [""],
    "const p = './x'; function f(p) { return import(p) }": [""],
    "const p = './x'; const f = ({ p }) => import(p)": [""],
    "const p = p + 'x'; import(p)": [""],
    "import(a ?? './x')": ["", "./x"],
    "const m = {a: './x'}; m.b = name; import(m[key])": ["./x", ""],
    "const m = {a: './x', ...more}; import(m[key])": ["./x", ""],
    "const m = {a: './x', ...more}; import(m.a)": ["./x", ""],
    "const m = ['./x']; m.push(name); import(m[i])": ["./x", ""],
    "const m = ['./x']; m.slice(name); import(m[i])": ["./x"],
    "import('lodash' + name)": [""],
    "import('../' + name)": [""],
    "require('/' + name)": [""],
    "require(path.resolve(name))": [""],
    "import(`${base}/x.js`)": [""],
    "const r = require; r(name)": [""],
    "const r = require.bind(null); r('x')": ["x"],
    "module.require(name)": [""],
    "createRequire(import.meta.url)(name)": [""],
    "load(require, 'x')": [""],
    "Reflect.apply(require, null, ['x'])": [""],
    "const all = [require]; all[0]('x')": [""],
}
PATTERNS = {
    "import(`./locales/${x}.json`)": ["./locales/**.json"],
    "require('../../billing/' + name)": ["../../billing/**"],
    "require(path.join(__dirname, name))": ["./**"],
    "import(`./${x}/${y}.ts`)": ["./**/**.ts"],
    "import(`@/pages/${x}`)": ["@/pages/**"],
    "import(`@acme/${x}`)": ["@acme/**"],
    "import(`@acme/billing/${x}`)": ["@acme/billing/**"],
    "import(`./a*b/${x}`)": ["./ab/**"],
    "import('./' + (dev ? 'a/' : 'b/') + name)": ["./a/**", "./b/**"],
    "new Worker(new URL(`./workers/${x}.ts`, import.meta.url))": ["./workers/**.ts"],
    "import.meta.glob('../{a,b}/*.ts')": ["../a/*.ts", "../b/*.ts"],
    "import.meta.glob(['./x.ts', './*.md'])": ["./x.ts", "./*.md"],
}


@pytest.mark.parametrize("dialect", ["typescript", "tsx"])
@pytest.mark.parametrize(("source", "modules"), [*FOLDED.items(), *UNKNOWN.items(), *PATTERNS.items()])
def test_modules(source: str, modules: list[str], dialect: str) -> None:
    assert sorted(module for module, *_ in imports(source, dialect)) == sorted(modules)


@pytest.mark.parametrize(("source", "modules"), [*FOLDED.items(), *UNKNOWN.items(), *PATTERNS.items()])
def test_modules_of_a_large_file(source: str, modules: list[str]) -> None:
    found = imports(f"{source}\n// {'x' * LARGE}")
    assert sorted(module for module, *_ in found) == sorted(modules)


def test_names_that_a_large_file_binds_late_or_often() -> None:
    rest = f"\n// {'x' * LARGE}\n"
    uses = "f(p, q);" * 20
    late = f"const p = './x'; const q = './y'; {uses}{rest}import(p); import(q); function g(p) {{}}"
    assert [module for module, *_ in imports(late)] == ["", "./y"]
    many = "".join(f"const a{i} = './{i}'; import(a{i});" for i in range(50))
    assert [module for module, *_ in imports(many + rest)] == [f"./{i}" for i in range(50)]


@pytest.mark.parametrize("source", [*UNKNOWN, *PATTERNS])
def test_what_is_not_known_is_dynamic(source: str) -> None:
    found = [(module, kind) for module, _, _, kind in imports(source)]
    assert {kind for module, kind in found if not module or "*" in module} <= {"dynamic"}


def test_a_type_import_is_not_unknown() -> None:
    assert imports("let a: typeof import('x')") == [("x", (), 1, "type")]


def test_so_many_patterns_that_they_are_as_good_as_unknown() -> None:
    found = [module for module, *_ in imports("\n".join(f"import(`./a{i}/${{x}}`)" for i in range(40)))]
    assert (found.count(""), len(set(found))) == (8, 33)


@pytest.mark.parametrize(
    "source",
    [
        "const a0 = 'x';" + "".join(f"const a{i} = a{i - 1} + a{i - 1};" for i in range(1, 90)) + "import(a89)",
        "".join(f"const f{i} = (x) => f{i + 1}(x) + f{i + 1}(x);" for i in range(90)) + "import(f0('x'))",
        "const m = {" + ",".join(f"k{i}: './{i}'" for i in range(5_000)) + "};" + "import(m[k]);" * 500,
        "import(" + "(" * 2_000 + "'x'" + ")" * 2_000 + ")",
        "import(" + " + ".join(["a ? 'x' : 'y'"] * 300) + ")",
    ],
)
def test_values_are_bounded(source: str) -> None:
    assert len(imports(source)) <= 33_000
