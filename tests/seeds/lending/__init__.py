"""A lending monolith (ADR-011): an Nx workspace in TypeScript whose domains tell each other by events only."""

from tests.seeds.lending import applications, domains, events, gates

CASES = (*domains.CASES, *applications.CASES, *gates.CASES, *events.CASES)
