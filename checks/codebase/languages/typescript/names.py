"""Names as they are written in imports: packages and their subpaths, Node's own modules, URLs."""

import posixpath
import re
from collections.abc import Iterator

BUILT_IN = frozenset(
    [
        "_http_agent",
        "_http_client",
        "_http_common",
        "_http_incoming",
        "_http_outgoing",
        "_http_server",
        "_stream_duplex",
        "_stream_passthrough",
        "_stream_readable",
        "_stream_transform",
        "_stream_wrap",
        "_stream_writable",
        "_tls_common",
        "_tls_wrap",
        "assert",
        "assert/strict",
        "async_hooks",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dgram",
        "diagnostics_channel",
        "dns",
        "dns/promises",
        "domain",
        "events",
        "fs",
        "fs/promises",
        "http",
        "http2",
        "https",
        "inspector",
        "inspector/promises",
        "module",
        "net",
        "os",
        "path",
        "path/posix",
        "path/win32",
        "perf_hooks",
        "process",
        "punycode",
        "querystring",
        "readline",
        "readline/promises",
        "repl",
        "stream",
        "stream/consumers",
        "stream/promises",
        "stream/web",
        "string_decoder",
        "sys",
        "timers",
        "timers/promises",
        "tls",
        "trace_events",
        "tty",
        "url",
        "util",
        "util/types",
        "v8",
        "vm",
        "wasi",
        "worker_threads",
        "zlib",
    ]
)
"""Node's modules that need no `node:` before them (`module.builtinModules`)."""

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
PACKAGE = re.compile(r"(?:@[A-Za-z0-9_~-][\w.~-]*/)?[A-Za-z0-9_-][\w.~-]*(?:/.*)?", re.DOTALL)


def package_name(name: str) -> tuple[str, str]:
    """A bare name as package and subpath: `@acme/ui/button` is `@acme/ui` and `button`."""
    parts = name.split("/", 2 if name.startswith("@") else 1)
    whole = 2 if name.startswith("@") else 1
    return "/".join(parts[:whole]), parts[whole].strip("/") if len(parts) > whole else ""


def without_query(name: str) -> str:
    """A name without webpack's loaders before it and without a bundler's `?query` or `#hash` after it."""
    name = name.rpartition("!")[2]
    return name.partition("?")[0] if name.startswith("#") else re.split(r"[?#]", name, maxsplit=1)[0]


def built_in(name: str) -> str | None:
    """`node:fs` for `fs`; None for what is no module of Node."""
    return f"node:{name}" if name in BUILT_IN else None


def may_be_package(name: str) -> bool:
    """Whether npm could have a package of that name: `@/x`, `~/x`, `$lib/x` and `#x` are aliases."""
    return PACKAGE.fullmatch(name) is not None


CONVENTIONS = {
    "$lib/": ("src/lib",),
    "@/": ("src", "app", ""),
    "~/": ("src", "app", ""),
    "@@/": ("",),
    "~~/": ("",),
}
"""What SvelteKit, Nuxt and others define in configurations that they generate, from the folder of the package."""


def conventional(folder: str, name: str) -> Iterator[str]:
    """The paths that an alias means which nobody declared."""
    whole = "$lib/" if name == "$lib" else name
    for prefix, places in CONVENTIONS.items():
        if whole.startswith(prefix):
            for place in places:
                path = posixpath.normpath("/".join((place or ".", whole[len(prefix) :] or ".")))
                if path != ".." and not path.startswith("../"):
                    yield f"{folder}/{path}" if folder else path
