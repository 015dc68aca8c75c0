"""The version of a package at one revision, from all files that may tell it."""

from collections.abc import Iterable

from checks.versions.documents import Files, above
from checks.versions.node_manifests import node_versions, workspace_versions
from checks.versions.python_manifests import python_versions
from checks.versions.stated import FromTags, OwnName, Standing, Stated, Told, Unread

UNRELEASED = (0, 0, 0)
AT_RELEASE = "the release"
"""What sets a version whose file only stands in for it, where nothing says which tool that is."""


def standing(files: Files, folder: str) -> Standing:
    """What is said in a folder, or around it where it has no manifest or leaves its version to the whole workspace;
    with what the files of its workspace say of it."""
    found = Standing()
    for around in above(folder):
        near = _standing([*python_versions(files, around), *node_versions(files, around)])
        found = _both(found, near)
        if near.tags or near.unread or any(not one.is_placeholder for one in near.stated):
            break
    more = (one for root in above(folder) for one in workspace_versions(files, root, folder))
    stated = tuple(sorted((*found.stated, *more), key=lambda one: one.is_placeholder))
    tags = found.tags
    if tags is None and stated and stated[0].is_placeholder:
        tags = FromTags(stated[0].path, stated[0].line, AT_RELEASE)
    return Standing(found.names, stated, tags, found.unread, found.is_private)


def is_unversioned(files: Files, folder: str) -> bool:
    """Whether the nearest manifest says that its package is private and has no version yet: it is held to versions only
    where the policy says so."""
    for around in above(folder):
        near = _standing([*python_versions(files, around), *node_versions(files, around)])
        if near.names or near.stated or near.tags:
            return near.is_private and not near.tags and all(map(_is_unreleased, near.stated))
    return False


def _is_unreleased(stated: Stated) -> bool:
    number = stated.number
    return number is not None and (number.major, number.minor, number.patch) == UNRELEASED


def _standing(told: Iterable[Told]) -> Standing:
    listed = tuple(told)
    named = [one for one in listed if isinstance(one, OwnName)]
    return Standing(
        names=frozenset(one.name for one in named),
        stated=tuple({(one.path, one.line): one for one in reversed(listed) if isinstance(one, Stated)}.values())[::-1],
        tags=next((one for one in listed if isinstance(one, FromTags)), None),
        unread=tuple(one for one in listed if isinstance(one, Unread)),
        is_private=any(one.is_private for one in named),
    )


def _both(inner: Standing, outer: Standing) -> Standing:
    """The nearer names a package; what is around it only tells its version."""
    return Standing(
        names=inner.names or outer.names,
        stated=(*inner.stated, *outer.stated),
        tags=inner.tags or outer.tags,
        unread=(*inner.unread, *outer.unread),
        is_private=inner.is_private if inner.names else outer.is_private,
    )
