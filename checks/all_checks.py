"""The one list of checks. A new check is one file and one line here."""

from importlib import import_module

from checks import (
    cross_domain_edges,
    cycles,
    external_dependencies,
    manifests,
    policy_changes,
    required_edges,
    unreadable_files,
)
from checks.check import Check, CheckOnDemand

CHECKS: tuple[Check | CheckOnDemand, ...] = (
    cross_domain_edges.CHECK,
    cycles.CHECK,
    external_dependencies.CHECK,
    CheckOnDemand("orm-leakage", lambda case: bool(case.homes), lambda: import_module("checks.orm_leakage")),
    required_edges.CHECK,
    manifests.CHECK,
    CheckOnDemand(
        "event-catalog",
        lambda case: case.circumstances.events is not None,
        lambda: import_module("checks.event_catalog"),
    ),
    CheckOnDemand(
        "public-api",
        lambda case: case.circumstances.apis is not None,
        lambda: import_module("checks.public_api"),
    ),
    unreadable_files.CHECK,
    policy_changes.CHECK,
)
