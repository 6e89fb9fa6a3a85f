# Line of Sight: the commands. `make demo` and `make test` are the two a newcomer needs; `make help` lists all.
.PHONY: help install install-server demo demo-reset test check test-slow test-all bench docs pins clean
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DEMO_HOME := $(CURDIR)/.demo
PORT ?= 8000
# The product alone needs base.txt; tests and checks need dev.txt, which contains it.
BASE := $(VENV)/.base-installed
DEV := $(VENV)/.dev-installed
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

$(BASE): requirements/base.txt scripts/link_source.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null || python3 -m venv $(VENV)
	$(BIN)/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || {
		echo "Line of Sight needs Python 3.11, 3.12 or 3.13; this is $$($(BIN)/python -V). Run: make clean, then make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"
		exit 1
	}
	echo "Installing what Line of Sight needs. This happens once."
	$(PIP) -r requirements/base.txt
	$(BIN)/python scripts/link_source.py
	touch $@

$(DEV): requirements/dev.txt $(BASE)
	@echo "Installing what its tests and checks need. This happens once."
	$(PIP) -r requirements/dev.txt
	touch $@

install: $(DEV)  ## the environment alone, with everything tests and checks need

install-server: $(BASE)  ## the environment of a server, without tests and checks

demo: $(BASE)  ## a made-up agency on 127.0.0.1 (PORT=8000); never destroys work
	@$(BIN)/lineofsight demo --home $(DEMO_HOME) --port $(PORT)

demo-reset: $(BASE)  ## delete the made-up agency; says first what goes, and asks
	@$(BIN)/lineofsight demo-reset --home $(DEMO_HOME)

test: $(DEV)  ## no services, no network, random order, warnings are errors
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(DEV)  ## format, lint, types, import contracts, migrations, docs; runs all, counts failures at the end
	@$(BIN)/python scripts/check.py

test-slow: $(DEV)  ## what needs a browser, a server or minutes; then the unit and page tests on PostgreSQL
	@code=0
	$(BIN)/python -m pytest -m slow || code=1
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest tests/unit tests/web || code=1
	exit $$code

test-all:  ## everything: make test, then make test-slow
	@code=0
	$(MAKE) --no-print-directory test || code=1
	$(MAKE) --no-print-directory test-slow || code=1
	exit $$code

bench: $(DEV)  ## measured comparisons; prints medians and ratios
	@for file in bench/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file; done

docs: $(DEV)  ## write the generated reference pages anew
	@$(BIN)/python scripts/make_docs.py

pins:  ## renew the pinned requirements (needs uv)
	@compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make pins" pyproject.toml "$$@"; }
	compile -o requirements/base.txt
	compile --extra postgres -o requirements/postgres.txt
	compile --group dev -o requirements/dev.txt

clean:  ## the environment and caches; never the demo or any data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
