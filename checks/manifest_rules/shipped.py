"""Which files are production code of a package: not what only those who work on it run."""

import re

TRIAL = re.compile(
    r"(?:^|[-_.])(?:tests?|testing|testdata|e2e|specs?|mocks?|fixtures?|examples?|samples?|demos?|playgrounds?|sandbox"
    r"|bench|benchmarks?|benches)(?:$|[-_.])"
)
"""Folders whose code nobody installs, wherever they are; a whole package may be one."""

WORKSHOP = re.compile(r"\.|(?:^|[-_.])(?:scripts?|tools?|tooling|docs?|stories|storybook|ci|build|config|codegen)$")
"""Folders of a package that hold what builds or describes it."""

TRIAL_FILE = re.compile(r"(?:^|[-_.])(?:tests?|specs?|mocks?|fixtures?|stories)[-_.]")
TOOL_FILE = re.compile(
    r"\..*|.*\.(?:config|conf|setup|workspace|stories|story|test-d|bench|d)\.[cm]?[jt]sx?|.*\.d\.ts"
    r"|(?:[Gg]ulpfile|[Gg]runtfile|jest|vitest|playwright|webpack|rollup|vite|karma|jakefile|preset|esbuild)[\w.-]*\.[cm]?[jt]sx?"
    r"|(?:setup|noxfile|fabfile|tasks|dodo|conf|conftest|hatch_build|build|versioneer)\.py"
)


def is_shipped(path: str, folder: str) -> bool:
    """Whether a file below the folder of its manifest may be of what the package offers or runs."""
    *folders, name = path.split("/")
    own = folders[folder.count("/") + 1 if folder else 0 :]
    return not (TOOL_FILE.fullmatch(name) or TRIAL_FILE.search(name) or is_trial(path) or any(map(_is_workshop, own)))


def is_trial(path: str) -> bool:
    """Whether a file lies where tests and examples do."""
    return any(map(TRIAL.search, path.split("/")[:-1]))


def _is_workshop(folder: str) -> bool:
    return WORKSHOP.match(folder) is not None if folder.startswith(".") else WORKSHOP.search(folder) is not None
