"""What homes hand to others by the signatures of their functions and classes: base files, head files, findings."""

import pytest

from app.report.wording import message
from tests.core.building import Changes, Files, PullRequest
from tests.core.test_orm_leakage import MODELS, SQLALCHEMY, found, policy

USERS = "repositories/users.py"
TEXT = """\
from sqlalchemy.orm import Session

from models.user import UserORM


def find_user(name: str) -> UserORM: ...


class Users:
    def __init__(self, session: Session, first: UserORM): ...

    def all(self) -> list[UserORM]: ...

    def count(self, session: Session) -> int: ...


users = Users()
"""
BASE = {**MODELS, "repositories/__init__.py": "", USERS: TEXT}
ONE = TEXT.replace("    def all", "    def one(self) -> UserORM: ...\n\n    def all")
AT_ONE = [(USERS, 12, "UserORM")]

TAKES = [
    pytest.param("from repositories.users import find_user\n", 1, id="a function"),
    pytest.param("from repositories.users import Users as U\n", 1, id="a class"),
    pytest.param("from repositories import users\n\nx = users.find_user('a')\n", 1, id="of a module"),
    pytest.param("import repositories.users\n\nx = repositories.users.find_user('a')\n", 1, id="of a dotted module"),
    pytest.param("from repositories.users import users\n\nx = users.all()\n", 1, id="an object"),
    pytest.param("from repositories import users\n\nx = users.Users(1).count()\n", 1, id="a class of a module"),
]


@pytest.mark.parametrize(("text", "line"), TAKES)
def test_a_component_that_newly_takes_what_says_a_model(text: str, line: int) -> None:
    assert found({"app/use.py": text}, BASE) == [("app/use.py", line, "UserORM")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("from repositories.users import users\n\nx = users.count(1)\n", id="another member of an object"),
        pytest.param("from repositories import users\n\nx = users.other\n", id="another name of a module"),
        pytest.param("from repositories import users\n", id="a module that is not used"),
    ],
)
def test_what_says_no_model_may_be_taken(text: str) -> None:
    assert found({"app/use.py": text}, BASE) == []


OUTSIDERS: list[object] = [
    pytest.param({"app/use.py": "from repositories.users import Users\n"}, id="by its class"),
    pytest.param(
        {"app/use.py": "from repositories import Users\n", "repositories/__init__.py": "from .users import Users\n"},
        id="through the package",
    ),
    pytest.param(
        {"app/use.py": "from repositories import U\n", "repositories/__init__.py": "from .users import Users as U\n"},
        id="under another name",
    ),
    pytest.param(
        {"app/use.py": "from repositories import Users\n", "repositories/__init__.py": "from .users import *\n"},
        id="through a star",
    ),
    pytest.param({"app/use.py": "from repositories.users import users\n\nx = users.one()\n"}, id="of an object"),
]


@pytest.mark.parametrize("outside", OUTSIDERS)
def test_a_new_signature_of_what_others_have_already(outside: Files) -> None:
    assert found({USERS: ONE}, {**BASE, **outside}) == AT_ONE


@pytest.mark.parametrize(
    "outside",
    [
        pytest.param({}, id="nobody"),
        pytest.param({"models/use.py": "from repositories.users import Users\n"}, id="another home"),
        pytest.param({"app/test_use.py": "from repositories.users import Users\n"}, id="a test"),
        pytest.param({"app/use.py": "from repositories.users import find_user\n"}, id="somebody who takes another"),
        pytest.param({"app/use.py": "from repositories.users import users\n\nx = users.all()\n"}, id="another member"),
    ],
)
def test_a_repository_may_say_models_to_its_own(outside: Files) -> None:
    assert found({USERS: ONE}, {**BASE, **outside}) == []


OLD = {**BASE, "app/use.py": "from repositories.users import Users, find_user\n"}


@pytest.mark.parametrize(
    "head",
    [
        pytest.param({"app/other.py": "from repositories.users import Users\n"}, id="another file of the component"),
        pytest.param({USERS: "\n\n" + TEXT}, id="it moves down"),
        pytest.param({USERS: TEXT.replace("list[UserORM]", "'List[UserORM]'")}, id="another spelling"),
        pytest.param(
            {
                USERS: TEXT.replace("find_user", "get_user"),
                "app/use.py": OLD["app/use.py"].replace("find_user", "get_user"),
            },
            id="the function is renamed",
        ),
        pytest.param({USERS: TEXT.replace("count(self", "number(self")}, id="a session that a function is given"),
        pytest.param({USERS: TEXT.replace("first:", "second:")}, id="what an object is made with"),
    ],
)
def test_old_debt_is_no_finding(head: Changes) -> None:
    assert found(head, OLD) == []


def test_a_renamed_file_keeps_its_debt() -> None:
    head = {"app/use.py": OLD["app/use.py"].replace("repositories.users", "repositories.people")}
    assert found(head, OLD, renames={USERS: "repositories/people.py"}) == []


def test_a_signature_and_its_first_taker_are_one_finding() -> None:
    head = {USERS: TEXT + "\ndef last() -> UserORM: ...\n", "app/use.py": "from repositories.users import last\n"}
    assert found(head, BASE) == [(USERS, 19, "UserORM")]


def test_a_script_that_takes_what_says_a_row() -> None:
    base = {
        "db/users.ts": "import type { User } from '@prisma/client';\n"
        "export async function findUser(): Promise<User | null> {}\nexport function id(): string {}\n"
    }
    head = {
        "app/a.ts": "import { findUser } from '../db/users';\n",
        "app/b.ts": "import { id } from '../db/users';\n",
    }
    assert found(head, base, policy("@prisma/client")) == [("app/a.ts", 1, "User")]


def test_a_new_signature_of_a_script_that_others_take() -> None:
    old = "import type { User } from '@prisma/client';\nexport class Users {\n"
    base = {
        "db/users.ts": old + "}\n",
        "db/index.ts": "export { Users as People } from './users';\n",
        "app/a.ts": "import { People } from '../db';\n",
    }
    head = {"db/users.ts": old + "  all(): User[] {}\n}\n"}
    assert found(head, base, policy("@prisma/client")) == [("db/users.ts", 3, "User")]


def test_the_findings_say_who_gives_and_who_takes() -> None:
    taken = PullRequest(BASE, {"app/use.py": "from repositories.users import find_user\n"}, policy=SQLALCHEMY)
    said = PullRequest(OLD, {USERS: ONE}, policy=SQLALCHEMY)
    assert message(taken.findings[0]).startswith(
        "`UserORM` (`models/user.py:4`) reaches `app/use.py:1` by the return type of `find_user` "
        "(`repositories/users.py:6`)."
    )
    assert message(said.findings[0]).startswith(
        "`UserORM` (`models/user.py:4`) reaches `app/use.py` by the return type of `Users.one` at "
        "`repositories/users.py:12`."
    )


def test_an_import_that_is_forbidden_anyway_is_said_once() -> None:
    rules = SQLALCHEMY.replace("{path: app}", "{path: app, depends_on: []}")
    pull = PullRequest(BASE, {"app/use.py": "from repositories.users import find_user\n"}, policy=rules)
    assert [one.check for one in pull.findings] == ["cross-domain-edge"]
