# Two commands matter: `make run` and `make test`. They need Python 3.11 or later, pip and make,
# write nothing outside this folder but ONGLET_DATA, and ask no question.
# uv does the installing where it is found; `make UV= ...` leaves it out.

HOST ?= 127.0.0.1
PORT ?= 8000
ONGLET_DATA ?= var
export ONGLET_DATA

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$python; break; }; done)
UV ?= $(shell uv --version >/dev/null 2>&1 && command -v uv)
# $(call install,WHAT,WHAT MORE WHEN BY UV): a uv that cannot reach the index leaves the work to pip.
define install
	@echo "Installing $(1)"
	@$(if $(UV),$(UV) pip install --quiet --python $(BIN)/python $(1) $(2) \
	|| { echo "uv could not; pip tries"; false; } ||) \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(1)
endef

PROJECTS := core/pyproject.toml $(sort $(wildcard plugins/*/pyproject.toml))
EDITABLE := $(foreach project,$(PROJECTS),-e ./$(patsubst %/,%,$(dir $(project))))

.DEFAULT_GOAL := help
.PHONY: help run test leaks bench docs dev clean

help:
	@echo "make run     serve Onglet with demo data on http://$(HOST):$(PORT)"
	@echo "make test    every check and every test"
	@echo "make leaks   ask everything as everybody, and count what leaks"
	@echo "make bench   measure, print a table, write bench/results.json and report.md"
	@echo "make docs    build docs/_build/html"
	@echo "make dev     an environment to work in: $(VENV), with test and lint tools"
	@echo "make clean   remove what these commands made, but not the data in $(ONGLET_DATA)"

run: $(VENV)/.installed
	@exec $(BIN)/onglet serve --demo --host $(HOST) --port $(PORT)

# What each part took is printed at the end, with the sum of their tests, whether they pass or not.
test: $(VENV)/.tox
	@rm -rf build/reports
	@$(BIN)/tox run $(TOXARGS); status=$$?; $(BIN)/python tools/parts.py build/reports; exit $$status

leaks: $(VENV)/.developed
	$(BIN)/python -m onglet.testing.leaks

bench: $(VENV)/.developed
	$(BIN)/python -m bench

docs: $(VENV)/.developed
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

dev: $(VENV)/.developed

clean:
	rm -rf $(VENV) .tox .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build docs/_build
	find $(wildcard core plugins tests tools docs bench) -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Onglet needs Python 3.11 or later with venv and pip." \
	"On Debian: apt-get install python3 python3-venv. Elsewhere: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(PROJECTS) | $(BIN)/python
	$(call install,$(EDITABLE))
	@touch $@

# Dependency groups need a newer pip than the one that Python 3.11 brings.
$(VENV)/.developed: pyproject.toml $(VENV)/.installed
	$(call install,'pip>=25.1')
	$(call install,$(EDITABLE) --group test --group lint --group docs)
	@touch $@

# tox makes its environments with pip; with uv where its plugin could be installed.
$(VENV)/.tox: tox.ini | $(BIN)/python
	$(call install,'tox>=4.30','tox-uv-bare>=1.28')
	@touch $@
