# Everything is set up inside the checkout, from one lock file with hashes.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ARGS   ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

.PHONY: demo test lint format pictures bench audit-tools wacz-tools lock clean help

help:
	@echo "make demo   set up, then play the demo newsroom (ARGS=--no-serve to stop at the end)"
	@echo "make test   set up, then run the tests (ARGS=... goes to pytest)"
	@echo "make lint   ruff, mypy --strict, import-linter"
	@echo "make format ruff format and fixes"
	@echo "make bench  measure, side by side with peers (ARGS=--quick for less)"
	@echo "make audit-tools  install Lighthouse for the audits (needs Node and npm)"
	@echo "make wacz-tools  install the standard WACZ validator for the tests"
	@echo "make pictures  take the pictures in docs anew"
	@echo "make lock   write requirements.lock anew (needs uv)"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Tallywire needs Python 3.11 or newer; this is %d.%d. Try: make PYTHON=python3.12 ..." % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)
	@$(BIN)/tallywire demo $(ARGS)

test: $(READY)
	@$(BIN)/python -m pytest $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY)
	@$(BIN)/python -m bench $(ARGS)

# Lighthouse, which the audits of the pages run on Node.
audit-tools:
	@cd tools/audit && npm ci --silent --no-audit --no-fund

# The standard validator of WACZ files, in an environment of its own.
wacz-tools:
	@test -x tools/wacz/.venv/bin/python || $(PYTHON) -m venv tools/wacz/.venv
	@tools/wacz/.venv/bin/python -m pip install --quiet --require-hashes -r tools/wacz/requirements.lock

pictures: $(READY)
	@$(BIN)/python tools/pictures.py

lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --all-extras \
	  --no-annotate --no-header --quiet pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
