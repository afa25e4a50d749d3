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

# The pages are built anew when something in web/ is newer; so is what hatch_build.py finds.
WEB := $(shell find web -mindepth 1 -path web/node_modules -prune -o -print)
PAGES := app/pages/sw.js
SCHEMA := web/src/shared/schema.d.ts
NPM := $(BIN)/python hatch_build.py --silent

.PHONY: help install run test check web screens soak bench types format lock clean

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

install: $(RUNTIME) $(PAGES) ## Make the environment and leave .venv/bin/jiujin

run: $(RUNTIME) $(PAGES) ## Migrate, seed when empty, serve on port 8000; DEMO=1 fills it with an invented year
	$(BIN)/jiujin serve --welcome $(if $(filter 1,$(DEMO)),--demo)

test: $(DEVELOPMENT) $(PAGES) ## Run every test, on SQLite and on PostgreSQL
	$(BIN)/pytest --numprocesses 2 --dist worksteal

check: $(DEVELOPMENT) $(PAGES) ## Format, lint, types, import contracts, migrations, Dockerfile, pages, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	JIUJIN_DATA_DIR=$$(mktemp -d) $(BIN)/jiujin migrate --check
	$(BIN)/hadolint Dockerfile
	$(MAKE) --no-print-directory web
	$(BIN)/pytest --numprocesses 2 --dist worksteal

web: $(DEVELOPMENT) ## Check the pages alone: format, types, tests, and that our API is still what they think
	$(NPM) run check
	$(NPM) test
	JIUJIN_DATA_DIR=$$(mktemp -d) $(BIN)/jiujin openapi | $(NPM) run types | diff $(SCHEMA) - \
		|| { echo "The API has other shapes than $(SCHEMA) says. Run: make types" >&2; exit 1; }

screens: $(DEVELOPMENT) $(PAGES) ## Draw every screen of phone and desk into build/screens/; ONLY=desk/stock narrows
	PYTHONPATH=. $(BIN)/python tests/pictures.py $(ONLY)

types: $(DEVELOPMENT) ## Write the API's types for the pages anew
	JIUJIN_DATA_DIR=$$(mktemp -d) $(BIN)/jiujin openapi | $(NPM) run types > $(VENV)/schema.d.ts
	mv $(VENV)/schema.d.ts $(SCHEMA)

soak: $(DEVELOPMENT) $(PAGES) ## Let chance look for faults along the chain for longer, on both engines
	JIUJIN_SOAK=400 $(BIN)/pytest --numprocesses 2 --timeout 0 tests/properties tests/browser/test_chance.py

bench: $(DEVELOPMENT) $(PAGES) ## Measure, each beside its limit; writes benchmarks/results.json
	$(BIN)/python -m benchmarks

format: $(DEVELOPMENT) ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run format

lock: $(RUNTIME) ## Lock the requirements anew, with hashes and without addresses (needs uv)
	$(UV_COMPILE) pyproject.toml --group build --output-file requirements.txt
	$(UV_COMPILE) pyproject.toml --group build --group dev --output-file requirements-dev.txt
	$(NPM) run lock

clean: ## Remove the environment and what checks leave behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage build dist
	rm -rf app/pages web/node_modules

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Jiujin needs Python 3.11 or newer." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(PAGES): $(WEB) | $(RUNTIME)
	$(BIN)/python hatch_build.py

$(RUNTIME): $(VENV)/bin/python requirements.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements-dev.txt
	@touch $@
