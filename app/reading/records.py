"""The decision records of a commit."""

from collections.abc import Iterable, Iterator, Mapping

from app.git.repository import Repository
from app.reading.memory import RecordFiles, RepositoryMemory
from checks import Change, DecisionRecord, DecisionRecords, Entry, EntryKind, Snapshot, read_record

LARGEST = 1_000_000
"""Bytes of one decision record; more is no record."""
ENDINGS = (".md", ".mdx")


def read_records(
    repository: Repository, snapshot: Snapshot, folders: tuple[str, ...], memory: RepositoryMemory
) -> tuple[DecisionRecord, ...]:
    """The decision records below these folders (`docs/adr/`) at one revision; links are not followed."""
    return _read(_listed(snapshot, folders, memory.record_files).files, repository, memory)


def records_of_change(
    repository: Repository, change: Change, folders: tuple[str, ...], memory: RepositoryMemory
) -> DecisionRecords:
    """Those at the tip of the base branch and at the head. Where the files of the tip lie is kept."""
    tip, base, head = (graph.codebase.snapshot for graph in (change.tip, change.base, change.head))
    memory.record_files = at_tip = _listed(tip, folders, memory.record_files)
    at_head = _listed(head, folders, _listed(base, folders, at_tip))
    return DecisionRecords(*(_read(one.files, repository, memory) for one in (at_tip, at_head)))


def _listed(snapshot: Snapshot, folders: tuple[str, ...], known: RecordFiles | None) -> RecordFiles:
    """Where the records of a snapshot lie; of the one that was asked for before only the edits are looked at."""
    if known and known.folders == folders:
        if known.snapshot is snapshot.identity:
            return known
        if known.snapshot is snapshot.derived_from:
            kept = {path: one for path, one in known.files.items() if path not in snapshot.edits}
            return RecordFiles(
                snapshot.identity, folders, {**kept, **dict(record_files(folders, snapshot.edits.items()))}
            )
    return RecordFiles(snapshot.identity, folders, dict(record_files(folders, snapshot.entries.items())))


def record_files(folders: tuple[str, ...], entries: Iterable[tuple[str, Entry | None]]) -> Iterator[tuple[str, str]]:
    """Path and object id of what may be a record below these folders."""
    for path, entry in entries:
        if path.startswith(folders) and path.endswith(ENDINGS) and entry and entry.kind is EntryKind.FILE:
            yield path, entry.object_id


def _read(files: Mapping[str, str], repository: Repository, memory: RepositoryMemory) -> tuple[DecisionRecord, ...]:
    unknown = {path: one for path, one in files.items() if (path, one) not in memory.records}
    contents = dict(repository.files(dict.fromkeys(unknown.values()))) if unknown else {}
    for path, object_id in unknown.items():
        content = contents[object_id]
        is_readable = content is not None and len(content) <= LARGEST
        record = read_record(path, content.decode("utf-8", "replace")) if content is not None and is_readable else None
        memory.keep_record(path, object_id, record)
    found = (memory.records.get((path, object_id)) for path, object_id in sorted(files.items()))
    return tuple(record for record in found if record is not None)
