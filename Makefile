# Kinweave. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export KINWEAVE_DATA_DIR ?= $(CURDIR)/data

.PHONY: help demo serve test lint types quick bench docs manual-if-changed migrations lock clean

help: ## List the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The manual is written beside the service, after its start and with low priority, so that nobody waits for it.
demo: $(VENV)/run ## Try it: a demonstration service at http://127.0.0.1:8000 (PORT= changes it)
	@{ sleep 5; $(MAKE) -s manual-if-changed; } >/dev/null 2>&1 & KINWEAVE_DEMO=1 PORT=$(PORT) exec $(BIN)/kinweave demo

serve: $(VENV)/run ## Serve the service in the data folder
	@{ sleep 5; $(MAKE) -s manual-if-changed; } >/dev/null 2>&1 & exec $(BIN)/kinweave serve --port $(PORT)

test: $(VENV)/dev ## Run every test: lint, types, contracts, unit, PostgreSQL, browser
	@$(BIN)/python tests/all.py

quick: $(VENV)/dev ## The tests that need no browser and no PostgreSQL
	@$(BIN)/pytest -n auto -m "not browser and not postgres and not slow"

lint: $(VENV)/dev ## Style, imports, templates
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/djlint kinweave --lint --quiet

types: $(VENV)/dev ## mypy --strict
	@$(BIN)/mypy kinweave tests bench

bench: $(VENV)/dev ## Print the benchmark ratios
	@$(BIN)/python -m bench

docs: $(VENV)/docs ## Write the manual, with a page for every definition, into the data folder
	@$(BIN)/kinweave reference
	@$(BIN)/kinweave manual

MANUAL := $(KINWEAVE_DATA_DIR)/manual/policy.json
manual-if-changed:
	@[ -f "$(MANUAL)" ] && [ -z "$$(find docs *.md kinweave/library kinweave/manual kinweave/core -newer "$(MANUAL)" -type f ! -name '*.pyc' -print -quit)" ] \
		|| { $(MAKE) -s $(VENV)/docs && nice $(BIN)/kinweave manual --jobs 1 --quiet; }

migrations: $(VENV)/dev ## Write migrations for changed models
	@$(BIN)/python manage.py makemigrations

lock: ## Renew the hash-locked requirements (needs uv)
	@for set in run dev docs build; do $(PYTHON) requirements/lock.py $$set; done

clean: ## Remove the environment; the data folder stays
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kinweave needs Python 3.11 or newer (PYTHON=python3.12 make demo names another one)."; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Kinweave needs ..."
	@$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/docs: $(VENV)/run requirements/docs.txt
	@echo "Installing what the manual is written with ..."
	@$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements/docs.txt
	@touch $@

$(VENV)/dev: $(VENV)/docs requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
