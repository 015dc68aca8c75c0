"""Decksmith's package boundaries (ADR-0005): a pnpm workspace in TypeScript."""

from tests.seeds.decksmith import applications, contracts, infrastructure, interface, workspace

CASES = (*contracts.CASES, *infrastructure.CASES, *interface.CASES, *applications.CASES, *workspace.CASES)
