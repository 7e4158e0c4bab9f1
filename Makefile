# The few verbs of the project. Everything is set up in .venv from a bare Python 3.11 and git.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# The environment is ready when it was made after the last change of what it is made from.
READY := $(VENV)/ready
WHEELS := $(VENV)/wheelhouse/ready
NPM := node_modules/ready
VEGA := tracker/site/theme/assets/vega
BROWSERS := chromium chromium-browser google-chrome
PROGRAMS := zsh fish npm

.DEFAULT_GOAL := help
.PHONY: help demo runs test lint suite site screenshots bench torture new-check changelog setup tools programs clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## check one legal and one illegal move of the example organisation, build its site
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

runs: $(READY) ## write the event logs of work/ again, by their seeds: the same bytes
	@$(BIN)/python -m examples.runs

test: lint suite site ## lint, the whole suite with the wheel, the strict site build

lint: $(READY) ## ruff, mypy, the storeys of the design, the workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --quiet --offline --persona=auditor .github

suite: $(READY) tools ## the tests alone, in parallel
	$(BIN)/python -m pytest -n auto --dist worksteal

site: $(READY) ## build the handbook and the status of work/ into build/site, strictly
	$(BIN)/mkdocs build --strict --clean --config-file site/mkdocs.yml --site-dir "$(CURDIR)/build/site"

# KEEP=1 takes those that the handbook shows.
screenshots: $(READY) ## pictures of every kind of page, into build/screenshots, to be looked at
	@$(BIN)/python tests/screenshots.py $(KEEP:%=--keep)

# SIZE=1000 is quicker; PEERS=none or PEERS=yamllint,mkdocs; ONLY=growth; SAVE=1 is for the handbook.
bench: $(READY) ## measure speed as ratios, against peers too (about 12 minutes)
	@$(BIN)/python bench/run.py $(SIZE:%=--size %) $(RUNS:%=--runs %) $(PEERS:%=--peers %) $(ONLY:%=--only %) $(SAVE:%=--save)

torture: $(READY) tools ## the suite with far more examples, faults of system calls, mutants of the law (long)
	@command -v strace >/dev/null || $(MAKE) --no-print-directory programs MISSING=strace
	$(BIN)/python -m pytest -n auto --dist worksteal --hypothesis-profile torture
	$(BIN)/python tests/mutation.py

# The second goal of `make new-check my-rule` is a name, and nothing to make.
ifeq ($(firstword $(MAKECMDGOALS)),new-check)
NAME := $(word 2,$(MAKECMDGOALS))
$(wordlist 2,99,$(MAKECMDGOALS)): ; @:
endif
export NAME

new-check: $(READY) ## scaffold a check: make new-check my-rule (CHANGE=1: of a change)
	@$(BIN)/python tests/newcheck.py $(if $(CHANGE),--change) -- "$$NAME"

changelog: $(READY) ## show the changes since the last release, as they will be told
	@$(BIN)/towncrier build --draft --version "$(or $(VERSION),Unreleased)" --date "$(DATE)"

setup: $(READY) ## make .venv with everything in it

clean: ## remove what was made, .venv too
	rm -rf build dist node_modules $(VEGA) $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml tracker/site/vega/package-lock.json
	@command -v git >/dev/null || { echo "error: git is not installed; on Debian: apt-get install git" >&2; exit 1; }
	@python=; \
	for name in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14 python; do \
	    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "error: no Python 3.11 or newer was found; on Debian: apt-get install python3 python3-venv" >&2; \
	    echo "help: or name one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; \
	fi; \
	echo "setting up $(VENV) with $$($$python --version)"; \
	"$$python" -m venv --clear $(VENV) || { \
	    echo "error: $$python cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# What the tests drive besides Python: the wheels that an installation takes, so that tests of
# installing fetch nothing; a language server from npm; a browser and shells from the system.
tools: $(WHEELS) $(NPM)
	@missing=; \
	for name in $(BROWSERS); do command -v $$name >/dev/null && browser=$$name; done; \
	[ -n "$$browser" ] || missing=chromium; \
	for name in $(PROGRAMS); do command -v $$name >/dev/null || missing="$$missing $$name"; done; \
	command -v ssh-keygen >/dev/null || missing="$$missing openssh-client"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	$(MAKE) --no-print-directory programs MISSING="$$missing"

programs:
	@if [ -f /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
	    echo "installing for the tests: $(MISSING)"; \
	    apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(MISSING) >/dev/null; \
	else \
	    echo "error: the tests drive programs that were not found: $(MISSING)" >&2; \
	    echo "help: on Debian: sudo apt-get install $(MISSING)" >&2; exit 1; \
	fi

$(WHEELS): pyproject.toml $(READY)
	@rm -rf $(@D) && mkdir -p $(@D)
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --dest $(@D) . 'hatchling>=1.27' editables
	@touch $@

$(NPM): package.json package-lock.json
	@command -v npm >/dev/null || $(MAKE) --no-print-directory programs MISSING=npm
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@
