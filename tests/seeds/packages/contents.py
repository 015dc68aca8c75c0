"""What belongs in a package, and where."""

from tests.seeds.cases import Expected, breaks, declares, keeps, on_top, requires
from tests.seeds.packages.places import CORE, EXTERNAL, SLUGS, new_package

CASES = (
    keeps(
        "K1 K3 K12 K54",
        "a package takes a library that is no framework",
        {SLUGS: on_top("import unidecode"), f"{CORE}/pyproject.toml": requires("unidecode>=1.3")},
    ),
    breaks(
        "K1 K3 K12 K54",
        "a package has a Django view",
        {
            f"{CORE}/src/core_utils/_views.py": "from django.http import HttpResponse\n",
            f"{CORE}/pyproject.toml": requires("django>=5.1"),
        },
        Expected(EXTERNAL, f"{CORE}/src/core_utils/_views.py", "django", "packages/core-utils", None),
        Expected(EXTERNAL, f"{CORE}/pyproject.toml", "django", "packages/core-utils", None),
    ),
    breaks(
        "K1 K3",
        "a package has a React component",
        {
            "packages/feature-rules/src/badge.tsx": 'import { useState } from "react";\n',
            "packages/feature-rules/package.json": declares("react", "^19.0.0"),
        },
        Expected(EXTERNAL, "packages/feature-rules/src/badge.tsx", "react", "packages/feature-rules", None),
        Expected(EXTERNAL, "packages/feature-rules/package.json", '"react"', "packages/feature-rules", None),
    ),
    breaks(
        "K3",
        "a package has mobile code",
        {"packages/feature-rules/src/badge.tsx": 'export { Text } from "react-native";\n'},
        Expected(EXTERNAL, "packages/feature-rules/src/badge.tsx", "react-native", "packages/feature-rules", None),
    ),
    keeps("K4 K5 K8", "a package more, in its layout", new_package("event-utils", "import json\n")),
    breaks(
        "K4",
        "shared code lies outside a package",
        {"libs/slugs.py": "def slug(text: str) -> str:\n    return text.lower()\n"},
        Expected("manifest", "libs/slugs.py", None, None, None),
    ),
    breaks(
        "K5",
        "a package more, without a manifest",
        new_package("event-utils", "import json\n", "pyproject.toml"),
        Expected("manifest", "packages/event-utils/CHANGELOG.md", None, "packages/event-utils", None),
    ),
    breaks(
        "K8",
        "a package more, without tests",
        new_package("event-utils", "import json\n", "tests/test_event_utils.py"),
        Expected("manifest", "packages/event-utils/CHANGELOG.md", None, "packages/event-utils", None),
    ),
)
