# Everything that these targets install stays in this folder: .tools (uv), .venv, .cache.
.PHONY: demo test lint chaos review clean
.DEFAULT_GOAL := test

PYTHON ?= python3
UV_VERSION := 0.13.8
export UV_CACHE_DIR := $(CURDIR)/.cache/uv
export UV_PYTHON_DOWNLOADS := never
export XDG_CACHE_HOME := $(CURDIR)/.cache
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
# tests start hundreds of programs, each of which would compile what it imports
unexport PYTHONDONTWRITEBYTECODE
# one more than there are cores: a third of the time a test waits for processes that it started
TESTERS := $(shell $(PYTHON) -c 'import os; print(min(8, (os.cpu_count() or 1) + 1))')
UV := .tools/bin/uv
RUN := $(UV) run --frozen --no-sync

.tools/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "adrift needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: .tools/bin/uv uv.lock pyproject.toml
	$(UV) sync --frozen --quiet --python .tools/bin/python
	@touch $@

lint: .venv/.synced
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports

test: lint
	$(UV) lock --check --quiet
	$(RUN) pytest --numprocesses=$(TESTERS) --dist=loadfile

# minutes of pushes while something is killed every few seconds: make chaos ARGS="--pushes 200 --seed 7"
chaos: .venv/.synced
	$(RUN) python -m tests.faults.chaos $(ARGS)

demo: .venv/.synced
	$(RUN) python -m tests.demo $(ARGS)

# make review BASE=main HEAD=WORKTREE: adrift on its own repository
BASE ?= main
HEAD ?= HEAD
review: .venv/.synced
	$(RUN) adrift review --repo . --base $(BASE) --head $(HEAD)

clean:
	rm -rf .venv .tools .cache .demo build dist
