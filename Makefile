# Needs GNU make, git and Python 3.11, 3.12 or 3.13; everything else is installed into $(VENV) with
# the exact versions and hashes of the requirements files.

# Without PYTHON=... the first suitable interpreter is taken and its environment is .venv; with
# PYTHON=python3.12 the environment is .venv-python3.12, so that the two never get mixed up.
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
ifdef PYTHON
VENV ?= .venv-$(notdir $(PYTHON))
else
VENV ?= .venv
PYTHON = $(firstword $(foreach name,python3 python3.11 python3.12 python3.13,$(shell \
	$(name) -c "$(SUITABLE)" 2>/dev/null && echo $(name))) python3)
endif
BIN := $(VENV)/bin
PACKAGES_READY := $(VENV)/packages-ready
READY := $(VENV)/ready

# How pytest is called; PYTEST_ARGS= runs it without measuring coverage.
PYTEST_ARGS ?= --cov
WORKERS ?= 2
PACKAGES := schema validation dataset scripts

# The files name no index: uv, which reads no settings of pip, follows the index that pip is set to
# and trusts the certificates that the system trusts.
UV_SYSTEM_CERTS ?= true
export UV_SYSTEM_CERTS
FOLLOW_PIP = index=$$("$(BIN)/python" -m pip config list 2>/dev/null | \
	sed -n "s/^[^=]*[.]index-url='\(.*\)'$$/\1/p" | tail -n 1); \
	[ -z "$$index" ] || export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$index}"

# Writes both requirements files into folder $(1); the files that are there keep their versions.
PINS := requirements.txt requirements-bootstrap.txt
RESOLVE := "$(BIN)/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make pins"
compile = $(RESOLVE) $(PIN_ARGS) --group dev pyproject.toml -o $(1)/requirements.txt && \
	$(RESOLVE) --no-annotate --group bootstrap -c $(1)/requirements.txt \
	-o $(1)/requirements-bootstrap.txt

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

# The stamp holds the folder it was made for: a copied or moved checkout gets a new environment.
ifneq ($(shell cat '$(PACKAGES_READY)' 2>/dev/null),$(CURDIR))
.PHONY: $(PACKAGES_READY)
endif

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

.PHONY: data
data: $(READY) ## Build the tables from the records, then check them
	@"$(BIN)/dataset" build
	@"$(BIN)/dataset" validate

.PHONY: test
test: check pytest ## Every check on code and records, then the tests with coverage

.PHONY: check
check: lint types layers generated canonical ## Lint, types, layers, generated files, records (no tests)

.PHONY: lint
lint: $(READY)
	@echo "== lint and format"
	@"$(BIN)/ruff" check --quiet --output-format concise .
	@"$(BIN)/ruff" format --check --quiet .

.PHONY: types
types: $(READY)
	@echo "== types"
	@"$(BIN)/mypy"

.PHONY: layers
layers: $(READY)
	@echo "== layers"
	@"$(BIN)/lint-imports" --no-logo

.PHONY: generated
generated: $(READY)
	@echo "== files generated from the models"
	@"$(BIN)/python" -m scripts.generate --check

.PHONY: canonical
canonical: $(READY)
	@echo "== canonical form of the records"
	@"$(BIN)/dataset" fmt --check

.PHONY: pytest
pytest: $(READY)
	@echo "== tests, $$("$(BIN)/python" --version)"
	@"$(BIN)/python" -m pytest -n $(WORKERS) $(PYTEST_ARGS)

.PHONY: generate
generate: $(READY) ## Write the files that are generated from the models
	@"$(BIN)/python" -m scripts.generate

.PHONY: pictures
pictures: $(READY) ## Take the documents' pictures anew (needs Chromium)
	@KEEP_PICTURES=1 "$(BIN)/python" -m pytest -n 0 -q -k picture tests/dataset/site/test_pictures.py \
		tests/dataset/cli/test_report_browser.py tests/scripts/review/test_browser_pages.py

.PHONY: fmt
fmt: $(READY) ## Put code and records into canonical form
	@"$(BIN)/ruff" check --quiet --fix . || true
	@"$(BIN)/ruff" format .
	@"$(BIN)/dataset" fmt

.PHONY: env
env: $(READY) ## Only create or refresh the environment
	@:

$(PACKAGES_READY): requirements-bootstrap.txt requirements.txt
	@$(PYTHON) -c "$(SUITABLE)" || { \
		echo "$(PYTHON) is not Python 3.11, 3.12 or 3.13; name one, as in: make PYTHON=python3.12" >&2; \
		exit 2; }
	@echo "== environment $(VENV) (takes a minute or two, and some 300 MB when nothing is cached)"
	@$(PYTHON) -m venv --clear "$(VENV)"
	@"$(BIN)/python" -m pip install -qq --disable-pip-version-check --no-deps \
		--only-binary :all: --require-hashes -r requirements-bootstrap.txt
	@$(FOLLOW_PIP); "$(BIN)/uv" pip sync --quiet --python "$(BIN)/python" --compile-bytecode \
		--require-hashes --require-build-hashes -b requirements-bootstrap.txt requirements.txt
	@printf '%s\n' '$(CURDIR)' > "$(PACKAGES_READY)"

# The backend that builds the project is among the pinned packages, so nothing is fetched here.
$(READY): $(PACKAGES_READY) pyproject.toml
	@"$(BIN)/uv" pip install --quiet --python "$(BIN)/python" --offline --no-deps \
		--no-build-isolation --editable .
	@touch "$(READY)"

.PHONY: pins
pins: $(READY) ## Fit the pins to pyproject.toml (PIN_ARGS=--upgrade for new versions)
	@$(FOLLOW_PIP); $(call compile,.)

.PHONY: pins-check
pins-check: $(READY) ## Tell whether the pins still fit pyproject.toml (needs the network)
	@echo "== pins"
	@new=$$(mktemp -d); trap 'rm -rf "$$new"' EXIT; cp $(PINS) "$$new"; \
	$(FOLLOW_PIP); \
	status=0; { $(call compile,"$$new"); } || status=$$?; \
	if [ $$status -eq 1 ]; then \
		echo "pins: no versions satisfy pyproject.toml; correct its bounds, then run: make pins" >&2; \
		exit 1; \
	elif [ $$status -ne 0 ]; then \
		echo "pins: NOT CHECKED, the packages could not be looked up (see above);" \
			"this says nothing about the pins; try again with a network" >&2; \
		exit 2; \
	fi; \
	for file in $(PINS); do \
		diff -u $$file "$$new/$$file" >&2 || { \
			echo "pins: $$file does not fit pyproject.toml; run: make pins" >&2; exit 1; }; \
	done; \
	echo "pins fit pyproject.toml"

.PHONY: clean
clean: ## Remove the environment, the built tables and every cache
	@rm -rf .venv .venv-* build dist .coverage .coverage.* .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	@find $(PACKAGES) tests -type d -name __pycache__ -prune -exec rm -rf {} +
