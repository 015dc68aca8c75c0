"""Versions of npm packages, and of a whole workspace: `package.json`, `lerna.json`, release-please's manifest."""

from collections.abc import Iterator

from checks.versions.documents import Files, join, read_json
from checks.versions.numbers import Scheme
from checks.versions.stated import OwnName, Stated, Told, Unread

INDEPENDENT = "independent"


def node_versions(files: Files, folder: str) -> Iterator[Told]:
    """What the `package.json` of a folder says."""
    path = join(folder, "package.json")
    text = files.get(path)
    if text is None:
        return
    document = read_json(text)
    if document.problem:
        yield Unread(path, document.problem_line, document.problem)
    yield OwnName(document.text("name") or "", document.at("private") is True)
    version = document.text("version")
    if version is not None:
        yield Stated(path, document.line("version"), "version", version, Scheme.SEMVER)


def workspace_versions(files: Files, root: str, folder: str) -> Iterator[Stated]:
    """What stands beside a workspace's root for the package in `folder`, which lies in it."""
    lerna = join(root, "lerna.json")
    if lerna in files:
        document = read_json(files[lerna])
        version = document.text("version")
        if version is not None and version != INDEPENDENT:
            yield Stated(lerna, document.line("version"), "version", version, Scheme.SEMVER, shared=True)
    manifest = join(root, ".release-please-manifest.json")
    if manifest in files:
        document = read_json(files[manifest])
        inside = below(root, folder)
        version = document.text(inside)
        if version is not None:
            yield Stated(manifest, document.line(inside), inside, version)


def below(root: str, folder: str) -> str:
    """The path of a folder from one around it, `.` for that itself."""
    return (folder.removeprefix(f"{root}/") if root else folder) if folder != root else "."
