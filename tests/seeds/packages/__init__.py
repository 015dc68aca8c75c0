"""The packages of a Django monorepo: `packages/` below `backend/` and beside `frontend/`, in Python and TypeScript."""

from tests.seeds.packages import contents, decisions, dependencies, environment, faces, versions

CASES = (*contents.CASES, *faces.CASES, *dependencies.CASES, *environment.CASES, *versions.CASES, *decisions.CASES)
