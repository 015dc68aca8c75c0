"""The languages that adrift reads: one folder each, and the one list of them."""

from checks.codebase.languages import python, typescript
from checks.codebase.languages.language import Language

LANGUAGES: tuple[Language, ...] = (python.LANGUAGE, typescript.LANGUAGE)
