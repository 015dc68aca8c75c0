"""The decision records of a commit."""

from collections.abc import Mapping

from app.git.repository import Repository
from app.reading.memory import RepositoryMemory
from checks import DecisionRecord, EntryKind, Snapshot, read_record

LARGEST = 1_000_000
"""Bytes of one decision record; more is no record."""
ENDINGS = (".md", ".mdx")


def read_records(
    repository: Repository, snapshot: Snapshot, folders: tuple[str, ...], memory: RepositoryMemory
) -> tuple[DecisionRecord, ...]:
    """The decision records below these folders (`docs/adr/`) at one revision; links are not followed."""
    entries = snapshot.entries
    inside = ((path, entries[path]) for path in entries if path.startswith(folders) and path.endswith(ENDINGS))
    paths = {path: entry.object_id for path, entry in inside if entry.kind is EntryKind.FILE}
    _read({path: one for path, one in paths.items() if (path, one) not in memory.records}, repository, memory)
    found = (memory.records.get((path, object_id)) for path, object_id in sorted(paths.items()))
    return tuple(record for record in found if record is not None)


def _read(paths: Mapping[str, str], repository: Repository, memory: RepositoryMemory) -> None:
    if not paths:
        return
    contents = dict(repository.files(dict.fromkeys(paths.values())))
    for path, object_id in paths.items():
        content = contents[object_id]
        is_readable = content is not None and len(content) <= LARGEST
        record = read_record(path, content.decode("utf-8", "replace")) if content is not None and is_readable else None
        memory.keep_record(path, object_id, record)
