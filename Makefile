# `make demo` and `make test` set everything up by themselves; they need Python 3.11 or newer, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Some machines forbid compiled modules; hundreds of processes of the tests would then compile ours and read the
# knowledge anew, each of them.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test lint format crawl bench docs lock clean

demo: $(VENV)/ready
	$(BIN)/python -m tests.newsroom.demo output/demo

test: $(VENV)/ready
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/ready
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

crawl: $(VENV)/ready
	$(BIN)/newscrawl crawl $(SOURCE)

bench: $(VENV)/ready
	$(BIN)/python -m benchmarks $(PART)

docs: $(VENV)/ready  ## the parts of the README that are made from code
	$(BIN)/python -m tests.readme

# Names, versions and hashes only: nobody's index stands in it. Universal: what one Python or platform needs and
# another cannot install has a marker, so that `make test` works on all of them.
lock: $(VENV)/ready
	$(BIN)/uv pip compile --quiet --universal --extra dev --generate-hashes --upgrade --no-header --no-annotate \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis output/demo

# --no-deps: the lock names every package, so there is nothing to resolve.
$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newscrawl needs Python 3.11 or newer; say PYTHON=/path/to/it")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
