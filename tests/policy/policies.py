"""The five architectures that adrift is made for, as policies in our own words."""

MONSTRINO = """
version: 1
adr: {path: docs/decisions, cite: ADR-001}
components:
  core: {path: packages/core, depends_on: [], versioned: semver}
  models: {path: packages/models, depends_on: [core], public: [models.dto], encapsulates: [sqlalchemy, models.orm]}
  repositories: {path: packages/repositories, depends_on: [core, models], encapsulates: [sqlalchemy]}
  testing: {path: packages/testing, used_by: [tests]}
  services:
    path: services/{area}/{service}
    depends_on: [core, models, repositories]
    layers: [bootstrap, presentation, [infra, infrastructure], [app, application], domain]
"""

DECKSMITH = """
version: 1
adr: {path: docs/adr, cite: ADR-0005}
workspace_protocol: "workspace:*"
components:
  schema: {path: packages/schema, depends_on: [], external: ["peer:zod"], public: [exports], versioned: semver}
  config: {path: packages/config, depends_on: [], external: ["dev:*"]}
  domain: {path: packages/domain, depends_on: [schema], external: {not: ["io:*", react]}}
  db: {path: packages/db, depends_on: [schema], encapsulates: ["@prisma/client"], used_by: [api]}
  api: {path: apps/api, depends_on: [schema, domain, db], encapsulates: ["@prisma/client"]}
"""

PYNOMALY = """
version: 1
adr: {path: docs/architecture, cite: ADR-021}
components:
  kernel: {path: src/packages/kernel, depends_on: []}
  domains:
    path: src/packages/{domain}
    depends_on: [kernel]
    layers: [presentation, application, infrastructure, domain]
events:
  catalog: docs/events.md
  types: [kernel.events.DomainEvent]
  publish: [bus.publish]
  subscribe: [bus.subscribe]
"""

DJANGO = """
version: 1
components:
  packages:
    path: packages/{package}
    depends_on: [packages, contracts]
    used_by: [packages, contracts, backend]
    external: {not: [django, react, "io:env"]}
    public: [exports]
    versioned: semver
    changelog: required
    contains: ["{pyproject.toml,package.json}", "tests/**"]
  contracts: {path: packages/schema-*, depends_on: [], used_by: [packages, backend, frontend]}
  backend: {path: backend, depends_on: [packages, contracts]}
  frontend: {path: frontend, depends_on: [contracts]}
protected: [".github/workflows/**"]
"""

LENDING = """
version: 1
adr: {path: docs/adr, cite: ADR-011}
components:
  apps: {path: "apps/{app}", depends_on: [domains, shared, outbox]}
  domains: {path: "packages/{domain}", depends_on: [shared, outbox]}
  shared: {path: "packages/shared/{library}", depends_on: [shared]}
  outbox: {path: packages/shared/events, depends_on: [shared]}
  payouts:
    path: apps/api/src/**/*{disburse,payout}*.ts
    must_depend_on: {only: [gates], each_file: true}
  gates:
    path: apps/api/src/**/*{kyc,sanctions}*.adapter.ts
    must_depend_on: [domains/kyc]
    depends_on: {not: [outbox], reason: a gate answers at once}
  reads:
    path: apps/api/src/products/**/*.adapter.ts
    depends_on: {not: [domains], level: notice, indirect: true}
events: {catalog: docs/events.md, publish: [outbox.publish]}
"""

ALL = {"monstrino": MONSTRINO, "decksmith": DECKSMITH, "pynomaly": PYNOMALY, "django": DJANGO, "lending": LENDING}
