# Two targets are all a user needs: demo and test. The rest is for those who work on it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo app test check lint fuzz stems bench clean

demo: $(VENV)/.runtime  ## install, align the bundled transcripts, open the dashboard
	$(BIN)/workbench demo $(ARGS)

app: $(VENV)/.runtime  ## open the dashboard
	$(BIN)/workbench app $(ARGS)

test: $(VENV)/.dev  ## install what the tests need, and run them
	$(BIN)/python -m pytest $(ARGS)

check: lint test  ## everything that must be green before a commit

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fuzz: $(VENV)/.dev  ## fuzz every reader for ten minutes
	$(BIN)/python tests/fuzz/fuzz_readers.py --minutes 10 $(ARGS)

stems: $(VENV)/.dev  ## the lexicon's stems, after lexicon.tsv has changed
	$(BIN)/python tests/benchmarks/stems.py

bench: $(VENV)/.dev  ## accuracy and speed, as a table
	$(BIN)/python tests/benchmarks/bench.py $(ARGS)

$(VENV)/.runtime: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@ $(VENV)/.runtime

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
