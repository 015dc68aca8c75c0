"""What the groups `io:env`, `io:network`, `io:filesystem`, `io:database` and `io:process` of a policy mean.

A group is a list of modules and of names: attributes, calls and globals by which code reaches the outside of its own
process. In are

- what Python's library reference, Node's, Deno's and Bun's and the web's Window interface list under such a purpose, as
  far as it does nothing else: `socket`, `node:fs`, `fetch`. Of modules that do many things only the names that do it
  are in: `os.environ`, and not `os.path.join`;
- packages of general use whose purpose is the group: what speaks a protocol, opens a database or reads settings from
  the environment, as PyPI and npm describe them.

Out are clients of one vendor's service, frameworks (which do input and output among other things), what only works on
values in memory (`io.StringIO`, `pathlib.PurePath`), and the console. A policy can name any of these itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ENV, NETWORK, FILESYSTEM, DATABASE, PROCESS = "io:env", "io:network", "io:filesystem", "io:database", "io:process"
GROUPS = (ENV, NETWORK, FILESYSTEM, DATABASE, PROCESS)
ANY = "io:*"


@dataclass(frozen=True, slots=True)
class Members:
    """What one group holds in one language: modules with all that is below them, and dotted names."""

    modules: frozenset[str]
    names: frozenset[str]


def _members(*, modules: str, names: str) -> Members:
    """Of words with white space between; a line of names may begin with what they all belong to, and a colon."""
    found = set[str]()
    for line in names.splitlines():
        owner, colon, listed = line.strip().partition(": ")
        found.update([f"{owner}.{name}" for name in listed.split()] if colon else line.split())
    return Members(frozenset(modules.split()), frozenset(found))


PYTHON: Mapping[str, Members] = {
    ENV: _members(
        modules="dotenv decouple environ environs pydantic_settings dynaconf starlette.config",
        names="""
            os: environ environb getenv getenvb putenv unsetenv
            os.path: expandvars
        """,
    ),
    NETWORK: _members(
        modules="""
            socket ssl socketserver http.client http.server urllib.request ftplib smtplib poplib imaplib telnetlib
            nntplib xmlrpc wsgiref.simple_server
            requests httpx aiohttp urllib3 httplib2 pycurl websockets websocket grpc zmq paramiko asyncssh aiosmtplib
            pika aio_pika kafka aiokafka confluent_kafka nats paho dns httpcore requests_toolbelt
        """,
        names="asyncio: open_connection open_unix_connection start_server start_unix_server",
    ),
    FILESYSTEM: _members(
        modules="shutil tempfile glob fileinput filecmp linecache fcntl mmap aiofiles fsspec watchdog watchfiles",
        names="""
            open
            io: open open_code FileIO
            codecs: open
            os: open fdopen remove unlink rename renames replace mkdir makedirs rmdir removedirs listdir scandir walk
            os: fwalk stat lstat chmod lchmod chown lchown link symlink readlink truncate access utime mkfifo mknod
            os: chdir fchdir getcwd getcwdb chroot statvfs
            os.path: exists lexists isfile isdir islink ismount getsize getmtime getatime getctime realpath samefile
            pathlib.Path: open read_text read_bytes write_text write_bytes touch mkdir rmdir unlink rename replace
            pathlib.Path: exists is_file is_dir is_symlink stat lstat chmod iterdir glob rglob walk resolve samefile
            pathlib.Path: symlink_to hardlink_to readlink cwd home owner group expanduser
        """,
    ),
    DATABASE: _members(
        modules="""
            sqlite3 dbm shelve
            sqlalchemy sqlmodel alembic psycopg psycopg2 psycopg_pool asyncpg pg8000 aiosqlite pymysql MySQLdb
            mysql.connector aiomysql asyncmy cx_Oracle oracledb pyodbc aioodbc pymssql duckdb pymongo motor mongoengine
            beanie odmantic redis aioredis pymemcache memcache cassandra neo4j clickhouse_driver clickhouse_connect
            peewee tortoise pony databases django.db elasticsearch opensearchpy lmdb
        """,
        names="",
    ),
    PROCESS: _members(
        modules="subprocess multiprocessing pty psutil sh plumbum pexpect",
        names="""
            os: system popen fork forkpty posix_spawn posix_spawnp kill killpg startfile
            os: execl execle execlp execlpe execv execve execvp execvpe
            os: spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe
            asyncio: create_subprocess_exec create_subprocess_shell
            concurrent.futures: ProcessPoolExecutor
        """,
    ),
}

JAVASCRIPT: Mapping[str, Members] = {
    ENV: _members(
        modules="dotenv dotenv-expand dotenv-flow dotenv-safe envalid env-var znv cross-env @t3-oss @next/env",
        names="""
            process: env loadEnvFile
            import.meta: env
            Deno: env
            Bun: env
        """,
    ),
    NETWORK: _members(
        modules="""
            node:http node:https node:http2 node:net node:dgram node:tls node:dns
            axios got ky undici node-fetch cross-fetch isomorphic-fetch whatwg-fetch unfetch ofetch wretch superagent
            needle request ws socket.io socket.io-client isomorphic-ws reconnecting-websocket eventsource
            graphql-request @grpc nodemailer amqplib kafkajs mqtt nats ssh2 sockjs-client
        """,
        names="""
            fetch XMLHttpRequest WebSocket EventSource
            navigator: sendBeacon
            Deno: connect connectTls listen listenTls listenDatagram serve resolveDns
            Bun: connect listen serve udpSocket fetch
        """,
    ),
    FILESYSTEM: _members(
        modules="""
            node:fs fs-extra graceful-fs glob globby fast-glob tinyglobby chokidar rimraf del mkdirp make-dir jsonfile
            tmp tmp-promise tempy find-up pkg-dir write-file-atomic expo-file-system
        """,
        names="""
            Deno: open openSync create createSync readFile readFileSync readTextFile readTextFileSync writeFile
            Deno: writeFileSync writeTextFile writeTextFileSync readDir readDirSync remove removeSync rename renameSync
            Deno: mkdir mkdirSync stat statSync lstat lstatSync copyFile copyFileSync makeTempDir makeTempFile watchFs
            Bun: file write
            process: cwd chdir
        """,
    ),
    DATABASE: _members(
        modules="""
            node:sqlite bun:sqlite
            @prisma/client prisma pg pg-promise pg-pool postgres mysql mysql2 mariadb mssql tedious oracledb sqlite
            sqlite3 better-sqlite3 sql.js @libsql duckdb mongodb mongoose redis ioredis memjs memcached knex
            typeorm sequelize sequelize-typescript drizzle-orm kysely slonik @mikro-orm objection bookshelf massive
            cassandra-driver neo4j-driver level lmdb nedb lowdb dexie idb idb-keyval localforage pouchdb rxdb
            @elastic/elasticsearch @opensearch-project/opensearch @nestjs/typeorm @nestjs/mongoose @nestjs/sequelize
        """,
        names="""
            indexedDB localStorage sessionStorage
            Deno: openKv
            Bun: sql SQL redis
        """,
    ),
    PROCESS: _members(
        modules="""
            node:child_process node:cluster execa cross-spawn shelljs zx tinyexec nano-spawn node-pty
        """,
        names="""
            process: kill
            Deno: Command run kill
            Bun: spawn spawnSync $
        """,
    ),
}
"""Stores of the browser count as databases: like them they keep what outlives the program."""

OTHER_PYTHON = frozenset({"eval", "exec"})
OTHER_JAVASCRIPT = frozenset({"window", "document", "navigator", "process", "Deno", "Bun"})
"""Names of no group that a policy may forbid by themselves. With the names of the groups they are all that is known of
the runtime: what else a file uses of it is not among its facts."""


PYTHON_NAMES = OTHER_PYTHON.union(*(members.names for members in PYTHON.values()))
JAVASCRIPT_NAMES = OTHER_JAVASCRIPT.union(*(members.names for members in JAVASCRIPT.values()))
"""Every name that is looked for in files."""
