"""The command line's memory of graphs: that of the base branch is kept in the user's cache, one for each clone."""

import json
import logging
import sys
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from zlib import crc32

from app.facts.codec import FACTS_VERSION, CodecError, Decoder, encode
from app.facts.sqlite import SqliteCache
from app.git.repository import Repository
from checks import GRAPH_VERSION, Graph, StoredGraph, restore_graph, store_graph

END = b"\n"
"""Stands behind the checksum and behind the JSON, which holds none; then come the edges, and the look-ups."""

log = logging.getLogger(__name__)


@dataclass
class KeptGraphs:
    """The graph that was kept last of this clone, less what a policy ignores. A cache: nothing is raised."""

    cache: SqliteCache
    repository: Repository
    ignored: Hashable
    _known: Graph | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else is there."""
        yield

    def nearest(self) -> Graph | None:
        """The graph that was kept; None where there is none."""
        if self._known is None:
            content = self.cache.read_graph(self._key)
            self._known = self._read(content) if content else None
        return self._known

    def keep(self, graph: Graph) -> None:
        """Keep the graph of a commit for the next command."""
        if self._known is not None and self._known.codebase.snapshot.rev == graph.codebase.snapshot.rev:
            return
        try:
            self.cache.write_graph(self._key, _written(graph))
        except CodecError as error:
            log.info("the graph is not kept: %s", error)
        self._known = graph

    def head(self) -> Graph | None:
        """None: the next command is another process."""
        return None

    def keep_head(self, graph: Graph) -> None:
        """It is not kept."""

    @property
    def _key(self) -> str:
        versions = (GRAPH_VERSION, FACTS_VERSION, sys.byteorder)
        names = (self.repository.folder, self.ignored, *versions)
        return sha256(repr(names).encode("utf-8", "surrogateescape")).hexdigest()

    def _read(self, content: bytes) -> Graph | None:
        checksum, _, body = content.partition(END)
        if checksum != _checksum(body):  # most of it is read late, in the middle of a review, where it must not fail
            log.info("the graph that was kept is damaged")
            return None
        text, _, rest = body.partition(END)
        try:
            values = json.loads(text)
            decoder = Decoder()
            facts = {path: decoder.decode(one) for path, one in values["facts"].items()}
            edges, pairs = rest[: values["bytes"]], rest[values["bytes"] :]
            return restore_graph(StoredGraph(values["graph"], edges, pairs, facts))
        except (ValueError, TypeError, LookupError, CodecError) as error:
            log.info("the graph that was kept is no use: %s", error)
            return None


def _written(graph: Graph) -> bytes:
    """Raises CodecError for facts that JSON cannot hold."""
    stored, reader = store_graph(graph), Decoder()
    facts = {path: encode(one, reader) for path, one in stored.facts.items()}
    values = {"bytes": len(stored.edges), "facts": facts, "graph": stored.values}
    text = json.dumps(values, separators=(",", ":"), check_circular=False)
    body = b"".join((text.encode(), END, stored.edges, stored.pairs))
    return b"".join((_checksum(body), END, body))


def _checksum(body: bytes) -> bytes:
    return b"%08x" % crc32(body)
