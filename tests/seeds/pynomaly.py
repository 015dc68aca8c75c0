"""Pynomaly's domains (ADR-021, proposed): Python packages below `src/packages`, and a shared kernel.

The record is only proposed, so whatever breaks it is a warning.
"""

from functools import partial

from _pytest.mark.structures import ParameterSet

from tests.seeds.cases import Edits, Expected, at_end, both, breaks, files, instead, keeps, on_top

EDGE = "cross-domain-edge"
Warned = partial(Expected, level="warning")

ROOT = "src/packages"
KERNEL = f"{ROOT}/shared_kernel"
SCIENCE, QUALITY, PROFILING, MLOPS = (
    f"{ROOT}/{name}" for name in ("data_science", "data_quality", "data_profiling", "mlops")
)
EVENTS = f"{KERNEL}/domain/events/catalog.py"
ANALYZE = f"{QUALITY}/application/analyze_quality.py"
REPORT = f"{QUALITY}/domain/quality_report.py"
STORE = f"{QUALITY}/infrastructure/memory_repository.py"
API = f"{QUALITY}/presentation/api.py"
FACE = f"{QUALITY}/__init__.py"
TRAIN = f"{MLOPS}/application/train_model.py"
RECORD = "docs/architecture/ADR-021-multi-package-domain-organization.md"
CATALOG = "docs/architecture/event-catalog.md"


def new_domain(
    domain_text: str,
    *,
    layers: str = "domain application infrastructure presentation",
    kernel: str = 'shared-kernel = {path = "../shared_kernel", develop = true}\n',
) -> Edits:
    """A domain `data_privacy`, of which one module has this text."""
    manifest = (
        '[tool.poetry]\nname = "data-privacy"\nversion = "0.1.0"\n'
        'packages = [{include = "data_privacy", from = ".."}]\n\n'
        f'[tool.poetry.dependencies]\npython = "^3.11"\n{kernel}'
    )
    folders = {f"{layer}/__init__.py": "" for layer in layers.split()}
    texts = {"pyproject.toml": manifest, "__init__.py": "", **folders, "domain/policy.py": domain_text}
    return files(f"{ROOT}/data_privacy", texts)


PRIVACY = "domains/data_privacy"
POLICY = f"{ROOT}/data_privacy/domain/policy.py"
ON_THE_KERNEL = "from shared_kernel.domain.events import DomainEvent\n"

DOMAINS = (
    keeps("P1 P26 P16 P21", "a domain more, with all its layers", new_domain(ON_THE_KERNEL)),
    breaks(
        "P1 P26",
        "a domain more, made of another",
        new_domain(ON_THE_KERNEL + "from data_science.domain.dataset import Dataset\n"),
        Warned(EDGE, POLICY, "data_science", PRIVACY, "domains/data_science"),
    ),
    breaks(
        "P16",
        "a domain more, which does not declare the kernel",
        new_domain(ON_THE_KERNEL, kernel=""),
        Warned("manifest", POLICY, "shared_kernel", PRIVACY, "shared_kernel"),
    ),
    breaks(
        "P16",
        "a domain more, which takes the kernel by version",
        new_domain(ON_THE_KERNEL, kernel='shared-kernel = "^1.0"\n'),
        Warned("manifest", f"{ROOT}/data_privacy/pyproject.toml", "shared-kernel", PRIVACY, "shared_kernel"),
    ),
    breaks(
        "P21",
        "a domain more, without presentation",
        new_domain(ON_THE_KERNEL, layers="domain application infrastructure"),
        Warned("manifest", f"{ROOT}/data_privacy/__init__.py", None, PRIVACY, None),
    ),
    breaks(
        "P21",
        "a domain loses a layer",
        {f"{MLOPS}/presentation/__init__.py": None, f"{MLOPS}/presentation/api.py": None},
        Warned("manifest", f"{MLOPS}/presentation/__init__.py", None, "domains/mlops", None, side="LEFT"),
    ),
    keeps(
        "P8 P14",
        "a domain is told of another by an event, and of its service by a protocol",
        {ANALYZE: on_top("from shared_kernel.domain.interfaces import DataQualityAnalyzer")},
    ),
    breaks(
        "P8 P28",
        "a domain imports another",
        {
            ANALYZE: on_top("from data_science.domain.dataset import Dataset"),
            f"{QUALITY}/pyproject.toml": at_end('data-science = {path = "../data_science", develop = true}'),
        },
        Warned(EDGE, ANALYZE, "data_science", "domains/data_quality", "domains/data_science"),
        Warned(EDGE, f"{QUALITY}/pyproject.toml", "data-science", "domains/data_quality", "domains/data_science"),
    ),
    breaks(
        "P8 P14",
        "a domain calls another's service where it needs it",
        {
            API: at_end(
                "", "", "def upload() -> None:", "    from data_science.application.upload_dataset import UploadDataset"
            ),
            f"{QUALITY}/pyproject.toml": at_end('data-science = {path = "../data_science", develop = true}'),
        },
        Warned(EDGE, API, "data_science", "domains/data_quality", "domains/data_science"),
        Warned(EDGE, f"{QUALITY}/pyproject.toml", "data-science", "domains/data_quality", "domains/data_science"),
    ),
    keeps(
        "P8",
        "what one domain alone needs moves there from the kernel",
        {},
        renames={f"{KERNEL}/application/dto.py": f"{QUALITY}/application/dto.py"},
    ),
    keeps(
        "P10 P29",
        "the kernel grows by itself",
        {f"{KERNEL}/application/paging.py": "from shared_kernel.application.dto import DatasetDto\n"},
    ),
    breaks(
        "P10 P29",
        "the kernel imports a domain",
        {
            f"{KERNEL}/application/dto.py": on_top("from data_science.domain.dataset import Dataset"),
            f"{KERNEL}/pyproject.toml": at_end('data-science = {path = "../data_science", develop = true}'),
        },
        Warned(EDGE, f"{KERNEL}/application/dto.py", "data_science", "shared_kernel", "domains/data_science"),
        Warned(EDGE, f"{KERNEL}/pyproject.toml", "data-science", "shared_kernel", "domains/data_science"),
        Warned("cycle", f"{KERNEL}/application/dto.py", "data_science", "shared_kernel", "domains/data_science"),
    ),
    keeps(
        "P11 P29",
        "files of one domain use each other",
        {
            REPORT: on_top("from data_quality.domain import repository"),
        },
    ),
    breaks(
        "P11 P29",
        "two domains import each other",
        {
            f"{PROFILING}/domain/profile.py": on_top("from mlops.domain.training_run import TrainingRun"),
            f"{PROFILING}/pyproject.toml": at_end('mlops = {path = "../mlops"}'),
            f"{MLOPS}/domain/training_run.py": on_top("from data_profiling.domain.profile import Profile"),
            f"{MLOPS}/pyproject.toml": at_end('data-profiling = {path = "../data_profiling"}'),
        },
        Warned(EDGE, f"{PROFILING}/domain/profile.py", "from mlops", "domains/data_profiling", "domains/mlops"),
        Warned(EDGE, f"{PROFILING}/pyproject.toml", "mlops", "domains/data_profiling", "domains/mlops"),
        Warned(EDGE, f"{MLOPS}/domain/training_run.py", "data_profiling", "domains/mlops", "domains/data_profiling"),
        Warned(EDGE, f"{MLOPS}/pyproject.toml", "data-profiling", "domains/mlops", "domains/data_profiling"),
        Warned("cycle", f"{PROFILING}/domain/profile.py", "from mlops", "domains/data_profiling", "domains/mlops"),
        Warned("cycle", f"{MLOPS}/domain/training_run.py", "data_profiling", "domains/mlops", "domains/data_profiling"),
    ),
)


def upwards(rules: str, what: str, path: str, module: str) -> ParameterSet:
    """A file of the quality domain that imports a layer above its own."""
    expected = Warned(EDGE, path, f"import {module}", "domains/data_quality", "domains/data_quality")
    return breaks(rules, what, {path: on_top(f"import {module}")}, expected)


LAYERS = (
    keeps(
        "P2",
        "presentation uses application and infrastructure",
        {API: on_top("from data_quality.infrastructure.memory_repository import InMemoryQualityReportRepository")},
    ),
    keeps(
        "P3",
        "application uses domain and infrastructure",
        {ANALYZE: on_top("from data_quality.infrastructure.memory_repository import InMemoryQualityReportRepository")},
    ),
    keeps("P4", "infrastructure uses domain", {STORE: on_top("from data_quality.domain import repository")}),
    keeps("P5 P6", "the domain uses the kernel", {REPORT: on_top("from shared_kernel.domain import interfaces")}),
    keeps(
        "P7",
        "presentation uses domain, which no arrow shows and no word forbids",
        {API: on_top("from data_quality.domain.quality_report import QualityReport")},
    ),
    upwards("P2 P6", "application imports presentation", ANALYZE, "data_quality.presentation.api"),
    upwards("P3 P6", "infrastructure imports application", STORE, "data_quality.application.analyze_quality"),
    upwards("P4 P6", "infrastructure imports presentation", STORE, "data_quality.presentation.api"),
    upwards("P5 P6", "the domain imports infrastructure", REPORT, "data_quality.infrastructure.memory_repository"),
    upwards("P5 P6", "the domain imports application", REPORT, "data_quality.application"),
    breaks(
        "P5",
        "the domain imports another domain's",
        {
            REPORT: on_top("from data_science.domain.dataset import Dataset"),
            f"{QUALITY}/pyproject.toml": at_end('data-science = {path = "../data_science"}'),
        },
        Warned(EDGE, REPORT, "data_science", "domains/data_quality", "domains/data_science"),
        Warned(EDGE, f"{QUALITY}/pyproject.toml", "data-science", "domains/data_quality", "domains/data_science"),
    ),
)

DRIFT_EVENT = "\n\n@dataclass(frozen=True)\nclass DriftDetectedEvent{base}:\n    dataset_id: UUID\n"
DRIFT_ROW = "| DriftDetectedEvent | mlops | data_science |"
PUBLISHED = (
    "",
    "",
    "def tell(event_bus: EventBus, event: ProfileGeneratedEvent) -> None:",
    "    event_bus.publish(DriftDetectedEvent(dataset_id=event.dataset_id))",
)
PUBLISHING: Edits = {
    EVENTS: at_end(DRIFT_EVENT.format(base="(DomainEvent)")),
    TRAIN: both(
        instead("import ProfileGeneratedEvent,", "import DriftDetectedEvent, ProfileGeneratedEvent,"),
        at_end(*PUBLISHED),
    ),
}

EVENT_FLOW = (
    keeps(
        "P13", "an event more, derived from the kernel's", {EVENTS: at_end(DRIFT_EVENT.format(base="(DomainEvent)"))}
    ),
    breaks(
        "P13",
        "an event that derives from nothing",
        {EVENTS: at_end(DRIFT_EVENT.format(base="")), CATALOG: at_end(DRIFT_ROW)},
        Warned("event-catalog", EVENTS, "class DriftDetectedEvent", "shared_kernel", None),
    ),
    keeps("P9", "an event is published and listed", {**PUBLISHING, CATALOG: at_end(DRIFT_ROW)}),
    breaks(
        "P9",
        "an event is published and not listed",
        PUBLISHING,
        Warned("event-catalog", TRAIN, "publish(DriftDetectedEvent", "domains/mlops", None),
    ),
    keeps(
        "P19",
        "a handler is made shorter",
        {ANALYZE: instead("        self.repository.add(QualityReport(event.dataset_id))\n", "")},
    ),
    breaks(
        "P19",
        "a handler is no longer subscribed to an event that the catalog gives it",
        {ANALYZE: instead("        event_bus.subscribe(DatasetUploadedEvent, self.handle)\n", "")},
        Warned("event-catalog", CATALOG, "DatasetUploadedEvent", "domains/data_quality", None),
    ),
)

DECISIONS = (
    keeps("P28", "the record is accepted by the change that it would judge", {RECORD: instead("PROPOSED", "ACCEPTED")}),
    keeps(
        "P18",
        "a domain offers more",
        {f"{QUALITY}/presentation/api.py": at_end("", "", "def ready() -> bool:", "    return True")},
    ),
    breaks(
        "P18",
        "a domain's API loses a function and the version stays",
        {API: instead("def show(", "def display("), FACE: instead("show as show", "display as display")},
        Warned("public-api", FACE, "show as show", "domains/data_quality", None, side="LEFT"),
    ),
)

CASES = (*DOMAINS, *LAYERS, *EVENT_FLOW, *DECISIONS)
