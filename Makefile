# The few verbs of the project. Everything is set up in .venv from a bare Python 3.11 and git.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# The environment is ready when it was made after the last change of what it is made from.
READY := $(VENV)/ready
BROWSERS := chromium chromium-browser google-chrome

.DEFAULT_GOAL := help
.PHONY: help demo test lint suite site bench torture setup browser clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## check one legal and one illegal move of the example organisation, build its site
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

test: lint suite site ## lint, the whole suite with the wheel, the strict site build

lint: $(READY) ## ruff, mypy and the storeys of the design
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

suite: $(READY) browser ## the tests alone, in parallel
	$(BIN)/python -m pytest -n auto --dist worksteal

site: $(READY) ## build the handbook and the status of work/ into build/site, strictly
	$(BIN)/mkdocs build --strict --clean --config-file site/mkdocs.yml --site-dir "$(CURDIR)/build/site"

bench: $(READY) ## measure the figures of speed, as ratios (some minutes)
	$(BIN)/python bench/run.py

torture: $(READY) browser ## the suite with far more generated examples (long)
	$(BIN)/python -m pytest -n auto --dist worksteal --hypothesis-profile torture

setup: $(READY) ## make .venv with everything in it

clean: ## remove what was made, .venv too
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml
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

browser:
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	if [ -f /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
	    echo "installing chromium for the tests of the site"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else \
	    echo "error: the tests of the site drive Chromium, and none was found" >&2; \
	    echo "help: on Debian: sudo apt-get install chromium" >&2; exit 1; \
	fi
