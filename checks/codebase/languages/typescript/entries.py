"""The file of a package that `name` or `name/sub` means, its build outputs taken back to their sources."""

from collections.abc import Iterator, Mapping

from checks.codebase.languages.typescript.exports import Exports
from checks.codebase.languages.typescript.files import Files, inside, is_below, join
from checks.codebase.languages.typescript.packages import Package
from checks.codebase.lookups import Known, Lookups

MAINS = ("source", "types", "typings", "module", "main")
OUTPUT_FOLDERS = frozenset(
    {"dist", "lib", "build", "out", "output", "esm", "cjs", "es", "umd", "types", "typings", "node"}
)
BUILD_CONFIGS = ("tsconfig.json", "tsconfig.build.json", "tsconfig.lib.json")
DEEPEST = 4
"""Output folders inside each other: dist/esm/src is three."""


class Entries:
    """Finds files inside packages."""

    def __init__(self, lookups: Lookups, files: Files, settings: Mapping[str, Mapping[str, object]]) -> None:
        self._lookups = lookups
        self._files = files
        self._settings = settings
        self._exports: dict[tuple[Package, bool], Exports] = {}
        self._known: dict[tuple[Package, str], Known[str | None]] = {}

    def entry(self, package: Package, subpath: str) -> str | None:
        """The file that `name` (an empty subpath) or `name/subpath` means, or None where none is found."""
        return self._lookups.remember(self._known, (package, subpath), self._first_candidate)

    def _first_candidate(self, asked: tuple[Package, str]) -> str | None:
        return next(self._candidates(*asked), None)

    def folder(self, folder: str, package: Package | None) -> str | None:
        """The file that importing a folder means: its package.json's entry, or its index."""
        found = self.entry(package, "") if package is not None and package.folder == folder else None
        return found or self._files.index(folder)

    def output(self, package: Package, target: str) -> str | None:
        """The file that a target of a package.json (`./dist/index.js`) is, or was built from."""
        path = inside(package.folder, target)
        if path is None:
            return None
        if path in self._files:
            return path
        relative = path[len(package.folder) :].strip("/") if is_below(path, package.folder) else None
        if relative is None:
            return self._files.module(path)
        guesses = (*self._compiled(package.folder, relative), *_sources(relative), relative)
        return next((found for each in guesses if (found := self._file(package.folder, each))), None)

    def _candidates(self, package: Package, subpath: str) -> Iterator[str]:
        for target in self._targets(package, subpath):
            if (found := self.output(package, target)) is not None:
                yield found
        if subpath:
            guesses = (subpath, f"src/{subpath}", *_sources(subpath))
        else:
            guesses = ("src/index", "index", "src/main", "src/lib/index")
        for guess in guesses:
            if (found := self._file(package.folder, guess)) is not None:
                yield found

    def _targets(self, package: Package, subpath: str) -> Iterator[str]:
        """What the manifest says, the published form last."""
        publish = package.settings.get("publishConfig")
        published = publish if isinstance(publish, Mapping) else {}
        for is_published, settings in enumerate((package.settings, published)):
            if "exports" in settings:
                key = (package, bool(is_published))
                if key not in self._exports:
                    self._exports[key] = Exports(settings["exports"])
                yield from self._exports[key].targets(f"./{subpath}" if subpath else ".")
            if not subpath:
                yield from (value for key in MAINS if isinstance(value := settings.get(key), str) and value)

    def _file(self, folder: str, relative: str) -> str | None:
        path = inside(folder, relative)
        if path is None or not is_below(path, folder):
            return None
        return self._files.source(path) or self._files.index(path)

    def _compiled(self, folder: str, relative: str) -> Iterator[str]:
        """Where a tsconfig of the package says that an output's source is."""
        for name in BUILD_CONFIGS:
            options = self._settings.get(join(folder, name), {}).get("compilerOptions")
            out = options.get("outDir") if isinstance(options, Mapping) else None
            if not isinstance(options, Mapping) or not isinstance(out, str):
                continue
            out_path = inside("", out)
            if out_path and relative.startswith(f"{out_path}/"):
                root = options.get("rootDir")
                rest = relative[len(out_path) + 1 :]
                yield join(root.removeprefix("./").strip("/") if isinstance(root, str) and root != "." else "", rest)


def _sources(relative: str) -> Iterator[str]:
    """Where the source of an output may lie: output folders taken off, under `src` or beside it."""
    segments = relative.split("/")
    for _ in range(DEEPEST):
        if len(segments) < 2 or segments[0] not in OUTPUT_FOLDERS:
            break
        segments = segments[1:]
        yield "/".join(["src", *segments])
        yield "/".join(segments)
