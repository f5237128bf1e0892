# `make` alone prints what there is. Needs only make and Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
READY := $(VENV)/.ready
PEERS := build/bench-venv

# Python is started many times here, by the tests most of all: it is compiled once, not at every start.
unexport PYTHONDONTWRITEBYTECODE

# Per cent of lines and branches that must be covered, in the rooms that pyproject.toml names.
FLOOR := 90

# For one run: `make test TESTS=tests/core`, `make test FLAGS=-x`, `make test WORKERS=0` (in one process).
TESTS ?=
FLAGS ?=
WORKERS ?= 3

.DEFAULT_GOAL := help

.PHONY: help
help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-11s %s\n", $$1, $$2 }'

.PHONY: demo
demo: $(READY) ## Live through January 2003 in a browser (PORT=8080, NO_BROWSER=1, AT=2003-01-05T20:00+00:00)
	@$(VENV)/bin/solidarity demo $(if $(PORT),--port '$(PORT)') $(if $(filter-out 0,$(NO_BROWSER)),--no-browser) $(if $(AT),--at '$(AT)')

.PHONY: test
test: $(READY) ## Run the tests, and see that enough of the rooms that must not fail is covered (TESTS=, FLAGS=, WORKERS=)
ifeq ($(strip $(TESTS)),)
	@$(PY) -m coverage erase
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -p tests.covering $(FLAGS)
	@$(PY) -m coverage combine --quiet
	$(PY) -m coverage report --fail-under=$(FLOOR)
else
	$(PY) -m pytest $(FLAGS) $(TESTS)
endif

.PHONY: check
check: lint types imports dependencies campaigns languages dockerfile ## Everything that can be judged without running: style, types, floors, campaigns, languages

.PHONY: lint
lint: $(READY)
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check

.PHONY: types
types: $(READY)
	$(PY) -m mypy

.PHONY: imports
imports: $(READY)
	$(VENV)/bin/lint-imports --no-logo

.PHONY: dependencies
dependencies: $(READY)
	$(VENV)/bin/deptry .

.PHONY: campaigns
campaigns: $(READY)
	$(VENV)/bin/solidarity check

.PHONY: languages
languages: $(READY)
	$(VENV)/bin/solidarity check --locales

# hadolint's wheel does not exist for every machine; where it does not, nothing is checked and that is said.
.PHONY: dockerfile
dockerfile: $(READY)
	@if [ -x $(VENV)/bin/hadolint ]; then echo '$(VENV)/bin/hadolint Dockerfile'; $(VENV)/bin/hadolint Dockerfile; \
	else echo 'hadolint does not install on this machine: the Dockerfile was not checked.'; fi

.PHONY: format
format: $(READY) ## Put the code in the house's form
	$(VENV)/bin/ruff check --fix-only --quiet
	$(VENV)/bin/ruff format

.PHONY: bench
bench: $(READY) $(PEERS)/.ready ## Measure how fast it is, beside its peers (BENCH_ROUNDS=3, BENCH_QUICK=1, BENCH_ONLY=contest)
	$(PY) -m tests.bench $(PEERS)/bin/python

$(PEERS)/.ready: requirements-bench.lock | $(READY)
	@echo 'Setting up $(PEERS) (once)'
	@$(UV) venv --quiet --clear --python $(PY) $(PEERS)
	@$(UV) pip sync --quiet --compile-bytecode --python $(PEERS)/bin/python --require-hashes requirements-bench.lock
	@touch $@

.PHONY: soak
soak: $(READY) ## Hours of kills, outages and other trouble, and an oracle's verdict (MINUTES=240, ROWS=200000, CHAOS_SEED=)
	MINUTES='$(MINUTES)' ROWS='$(ROWS)' $(PY) -m tests.process.soak

.PHONY: docs
docs: $(READY) ## Write the editors' schema and the tables of the documentation anew, from the code
	$(VENV)/bin/solidarity schema > campaigns/campaign.schema.json
	$(PY) -m tests.docs

.PHONY: screenshots
screenshots: $(READY) ## Take the documentation's pictures anew, from the demo (needs Chromium)
	$(PY) -m tests.screenshots

.PHONY: wheel
wheel: $(READY) ## Build the wheel and the source archive into dist/
	$(PY) -m hatchling build -d dist

.PHONY: cities
cities: $(READY) ## Compile the cities file anew (fetches 187 MB of city names)
	$(UV) venv --quiet --clear --python $(PY) build/cities
	$(UV) pip sync --quiet --python build/cities/bin/python --require-hashes requirements-cities.lock
	PYTHONPATH=. build/cities/bin/python scripts/build_cities.py

# requirements.lock is what the Docker image installs: everything at run time, PostgreSQL too.
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links $(FLAGS)

.PHONY: lock
lock: $(READY) ## Lock the requirements anew after a change in pyproject.toml (FLAGS=--upgrade for newer releases)
	$(COMPILE) pyproject.toml --all-extras --group dev -o requirements-dev.lock >/dev/null
	$(COMPILE) pyproject.toml --all-extras -c requirements-dev.lock -o requirements.lock >/dev/null
	$(COMPILE) --group build -c requirements-dev.lock -o requirements-build.lock >/dev/null
	$(COMPILE) --group cities -c requirements-dev.lock -o requirements-cities.lock >/dev/null
	$(COMPILE) --group bench -o requirements-bench.lock >/dev/null

.PHONY: setup
setup: $(READY) ## Build .venv from the locked, hashed requirements (the others do it by themselves)

$(READY): pyproject.toml requirements-build.lock requirements-dev.lock
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "'$(PYTHON)' is $$($(PYTHON) -V 2>&1), and 3.11 or newer is needed. Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo 'Setting up $(VENV) (once)'
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	@$(UV) pip sync --quiet --compile-bytecode --python $(PY) --require-hashes requirements-dev.lock
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $(READY)

.PHONY: clean
clean: ## Remove what was built (not data/)
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
