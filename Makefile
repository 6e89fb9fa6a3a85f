# Line of Sight: the commands. `make demo` and `make test` are the two a newcomer needs.
.PHONY: install demo demo-reset test check test-all bench pins clean
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DEMO_HOME := $(CURDIR)/.demo
# The product alone needs base.txt; tests and checks need dev.txt, which contains it.
BASE := $(VENV)/.base-installed
DEV := $(VENV)/.dev-installed

$(BASE): requirements/base.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Line of Sight needs Python 3.11 or later; this is $$($(BIN)/python -V). Set PYTHON=/path/to/python3.11."; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/python scripts/link_source.py
	touch $@

$(DEV): requirements/dev.txt $(BASE)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

install: $(DEV)  ## the environment alone, with everything tests and checks need

demo: $(BASE)  ## a made-up agency on 127.0.0.1; never destroys work
	$(BIN)/lineofsight demo --home $(DEMO_HOME)

demo-reset: $(BASE)  ## start the made-up agency afresh; says first what it deletes
	$(BIN)/lineofsight demo-reset --home $(DEMO_HOME)

test: $(DEV)  ## no services, no network, random order, warnings are errors
	$(BIN)/python -m pytest

check: $(DEV)  ## format, lint, types, import contracts, migrations, docs; runs all, counts failures at the end
	$(BIN)/python scripts/check.py

test-all: $(DEV)  ## adds what needs a browser, PostgreSQL, minutes or a large file
	$(BIN)/python -m pytest -m "slow or not slow"

bench: $(DEV)  ## measured comparisons; prints medians and ratios
	for file in bench/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file; done

pins:  ## renew the pinned requirements (needs uv)
	for name in base postgres dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make pins" $$( [ $$name = base ] && echo pyproject.toml || { [ $$name = postgres ] && echo "pyproject.toml --extra postgres" || echo "pyproject.toml --group dev"; } ) -o requirements/$$name.txt; done

clean:  ## the environment and caches; never the demo or any data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
