"""Who may depend on whom."""

from tests.seeds.cases import Expected, at_end, breaks, declares, instead, keeps, on_top, requires
from tests.seeds.packages.places import (
    BACKEND,
    CORE,
    EDGE,
    ENGINE,
    ENGINE_MANIFEST,
    ENGINE_READS_ORDERS,
    ENGINE_TO_BACKEND,
    FEATURES,
    FRONTEND,
    PLACE_ORDER,
    ROW,
    SLUGS,
    VALIDATION,
)

CASES = (
    keeps(
        "K14 K17",
        "a package uses another and declares it",
        {ENGINE: on_top("from core_utils import slugify"), ENGINE_MANIFEST: requires("core-utils==1.2.0")},
    ),
    breaks(
        "K14",
        "a package uses another and does not declare it",
        {ENGINE: on_top("from core_utils import slugify")},
        Expected("manifest", ENGINE, "core_utils", "packages/policy-engine", "packages/core-utils"),
    ),
    breaks(
        "K14",
        "a declaration goes, and the import stays",
        {VALIDATION: instead('  "core-utils==1.2.0",\n', "")},
        Expected(
            "manifest", VALIDATION, "core-utils==1.2.0", "packages/validation", "packages/core-utils", side="LEFT"
        ),
    ),
    breaks("K17 K20", "a package imports the backend's domain", ENGINE_READS_ORDERS, *ENGINE_TO_BACKEND),
    keeps(
        "K18 K20",
        "the backend uses a package more",
        {PLACE_ORDER: on_top("from validation import is_email"), BACKEND: requires("validation==0.9.0")},
    ),
    breaks(
        "K20",
        "a package imports the backend's interfaces",
        {ENGINE: on_top("from interfaces.views import orders")},
        Expected(EDGE, ENGINE, "interfaces.views", "packages/policy-engine", "backend-core"),
    ),
    keeps(
        "K19", "the frontend uses a shared schema", {ROW: on_top('import { isOrder } from "@platform/schema-orders";')}
    ),
    breaks(
        "K18 K19",
        "the frontend uses a package of the backend",
        {
            ROW: on_top('import { needsApproval } from "@platform/feature-rules";'),
            FRONTEND: declares("@platform/feature-rules", "0.2.0"),
        },
        Expected(EDGE, ROW, "feature-rules", "frontend", "packages/feature-rules"),
        Expected(EDGE, FRONTEND, "feature-rules", "frontend", "packages/feature-rules"),
    ),
    keeps(
        "K21",
        "a package uses a shared schema",
        {FEATURES: on_top('import { isOrder } from "@platform/schema-orders";')},
    ),
    breaks(
        "K21",
        "a package imports the frontend",
        {FEATURES: on_top('import { euros } from "../../../frontend/src/format";')},
        Expected(EDGE, FEATURES, "frontend", "packages/feature-rules", "frontend"),
    ),
    keeps("K23", "a package that others use depends on nothing more", {SLUGS: at_end("", "", 'EMPTY = slugify("")')}),
    breaks(
        "K23",
        "two packages use each other",
        {SLUGS: on_top("from validation import is_email"), f"{CORE}/pyproject.toml": requires("validation==0.9.0")},
        Expected("cycle", f"{CORE}/pyproject.toml", "validation", "packages/core-utils", "packages/validation"),
    ),
    keeps(
        "K53",
        "a package uses another that stays within the packages",
        {ENGINE: on_top("from validation import is_email"), ENGINE_MANIFEST: requires("validation==0.9.0")},
    ),
    breaks(
        "K53",
        "a package reaches the backend by way of another",
        {ENGINE: on_top("from reporting import monthly"), ENGINE_MANIFEST: requires("reporting==0.1.0")},
        Expected(EDGE, ENGINE_MANIFEST, "reporting", "packages/policy-engine", "backend-core"),
    ),
)
