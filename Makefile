# Everything a newcomer, a contributor and CI run. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

# The first Python of at least 3.11 on this machine; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
# Stamps: what is installed is not installed again.
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
# The locked files are whole, so pip resolves nothing: what they leave out on purpose stays out.
UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate

.PHONY: help install run test check soak bench format lock clean

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

install: $(RUNTIME) ## Make the environment and leave .venv/bin/jiujin

run: $(RUNTIME) ## Migrate, seed when empty, serve on port 8000; DEMO=1 fills it with an invented year
	$(BIN)/jiujin serve --welcome $(if $(filter 1,$(DEMO)),--demo)

test: $(DEVELOPMENT) ## Run every test, on SQLite and on PostgreSQL
	$(BIN)/pytest --numprocesses 2 --dist worksteal

check: $(DEVELOPMENT) ## Format, lint, types, import contracts, migrations, Dockerfile, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	JIUJIN_DATA_DIR=$$(mktemp -d) $(BIN)/jiujin migrate --check
	$(BIN)/hadolint Dockerfile
	$(BIN)/pytest --numprocesses 2 --dist worksteal

soak: $(DEVELOPMENT) ## Let chance look for faults along the chain for longer, on both engines
	JIUJIN_SOAK=400 $(BIN)/pytest --numprocesses 2 --timeout 0 tests/properties

bench: $(DEVELOPMENT) ## Measure, each beside its limit; writes benchmarks/results.json
	$(BIN)/python -m benchmarks

format: $(DEVELOPMENT) ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Lock the requirements anew, with hashes and without addresses (needs uv)
	$(UV_COMPILE) pyproject.toml --group build --output-file requirements.txt
	$(UV_COMPILE) pyproject.toml --group build --group dev --output-file requirements-dev.txt

clean: ## Remove the environment and what checks leave behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage build dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Jiujin needs Python 3.11 or newer." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(VENV)/bin/python requirements.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements-dev.txt
	@touch $@
