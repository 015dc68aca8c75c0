"""Rules of other tools to one policy: every tool writes into the same draft."""

from collections.abc import Callable, Mapping, Sequence

from app.adoption.imported.configurations import Tool
from app.adoption.imported.dependency_cruiser import import_cruiser_rules
from app.adoption.imported.draft import Draft
from app.adoption.imported.import_linter import import_contracts
from app.adoption.imported.nx import import_constraints
from app.adoption.imported.tach import import_modules
from app.adoption.imported.values import ImportedPolicy, SourceTree

Importer = Callable[[Draft, SourceTree, str], None]

# import-linter last: where parts of a package are components already decides what its `layers` become
IMPORTERS: Mapping[Tool, Importer] = {
    Tool.TACH: import_modules,
    Tool.NX: import_constraints,
    Tool.DEPENDENCY_CRUISER: import_cruiser_rules,
    Tool.IMPORT_LINTER: import_contracts,
}


def import_policy(tree: SourceTree, files: Mapping[Tool, Sequence[str]]) -> ImportedPolicy:
    """The policy that says what these configurations say. Raises UnreadableConfigurationError."""
    draft = Draft()
    for tool, importer in IMPORTERS.items():
        for file in files.get(tool, ()):
            importer(draft, tree, file)
    return draft.policy()
