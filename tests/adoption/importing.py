"""Small repositories to import from."""

from collections.abc import Iterable, Mapping

import yaml

from app.adoption.imported import ImportedPolicy, SourceTree, import_policy, left_out_lines, policy_text, tools_of
from checks import load_policy
from checks.policy import Components

SHOP = (
    "shop/__init__.py",
    "shop/a/__init__.py",
    "shop/a/main.py",
    "shop/b/__init__.py",
    "shop/c/__init__.py",
    "shop/util.py",
    "shop/plugins/__init__.py",
    "shop/plugins/x/__init__.py",
    "shop/plugins/y/__init__.py",
)
FRONT = (
    "src/app/main.ts",
    "src/db/client.ts",
    "src/db/client.spec.ts",
    "src/features/cart/index.ts",
    "src/features/login/index.ts",
    "src/ui/button.ts",
)
WORKSPACE = {
    "apps/web/project.json": '{"name": "web", "projectType": "application", "tags": ["scope:shop", "type:app"]}',
    "libs/orders/project.json": '{"name": "orders", "tags": ["scope:shop", "type:feature"]}',
    "libs/ui/project.json": '{"name": "ui", "tags": ["type:ui"]}',
    "libs/util/package.json": '{"name": "@acme/util", "nx": {"name": "util"}}',
}


class Imported:
    """What an import came to: the policy's values as YAML reads them, and the lines of what was left out.

    Every policy must load, and give every file of the repository one owner.
    """

    def __init__(self, files: Mapping[str, str], paths: Iterable[str] = ()) -> None:
        everything = frozenset((*files, *paths))
        tree = SourceTree(everything, {path: text.encode() for path, text in files.items()})
        self.policy: ImportedPolicy = import_policy(tree, tools_of(tree, files))
        self.text = policy_text(self.policy)
        assert not Components(load_policy(self.text), everything).ties
        self.words: dict[str, object] = yaml.safe_load(self.text)
        self.left_out = "\n".join(left_out_lines(self.policy)).replace("`", "")

    def component(self, name: str, *, path: bool = False) -> dict[str, object]:
        """The words of a component, without its path unless that is asked for."""
        components = self.words["components"]
        assert isinstance(components, dict)
        return {word: value for word, value in components[name].items() if path or word != "path"}

    @property
    def names(self) -> list[str]:
        components = self.words["components"]
        assert isinstance(components, dict)
        return list(components)
