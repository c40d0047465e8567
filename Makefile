# One word per chore. Needs only Python 3.11 or later, git and make; everything goes into .venv.
PYTHON ?= python3
V := .venv/bin
HOME_DIR := $(CURDIR)/.openimr
DMHC := ../shared/data/dmhc-imr-determinations-2001-2016.csv

.PHONY: help demo test proof lint format bench docs compare load archive relevance accuracy lock setup clean

help: ## what one can make here
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: .venv/service ## set everything up, open an office in mid-work and the letters in a browser
	@OPENIMR_HOME="$${OPENIMR_HOME:-$(HOME_DIR)}" $(V)/openimr serve --demo --samples --open $(if $(wildcard ../shared/letters/pdf),--letters ../shared/letters/pdf) $(if $(wildcard $(DMHC)),--table $(DMHC)) $(ARGS)

test: .venv/dev ## run the tests, two files at a time
	@$(V)/python -m pytest -n 2 --dist loadfile $(ARGS)

proof: .venv/dev ## the longer proofs: kills, hostile files, many letters
	@OPENIMR_PROOF=1 $(V)/python -m pytest -m "not browser" $(ARGS)

lint: .venv/dev ## style, types, imports, and the rules of the house
	@$(V)/ruff check . && $(V)/ruff format --check . && $(V)/mypy && $(V)/lint-imports && $(V)/python tools/house.py

format: .venv/dev ## put the code into the house's style
	@$(V)/ruff check --fix . ; $(V)/ruff format .

bench: .venv/dev ## speed, as ratios in one run
	@$(V)/python -m benchmarks.speed $(ARGS)

load: .venv/dev ## an office of 100,000 cases and 50 people: how long its pages take
	@$(V)/python -m benchmarks.office --cases 100000 $(ARGS)

archive: .venv/dev ## the archive at a million items: searching, facets, counting, rebuilding
	@$(V)/python -m benchmarks.archive --items 1000000 --folder $(HOME_DIR)/benchmark $(ARGS)

relevance: .venv/dev ## the search held against questions with answers marked by hand
	@$(V)/python -m benchmarks.relevance $(ARGS)

accuracy: .venv/dev ## what is read right of real letters
	@$(V)/python -m benchmarks.accuracy $(ARGS)

compare: .venv/dev ## make compare REV=main~1: what a revision changed on real letters
	@$(V)/python -m benchmarks.compare $(REV) $(ARGS)

docs: .venv/dev ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 $(V)/mkdocs build --strict && echo "site/index.html"

lock: .venv/dev ## resolve the dependencies again
	@tools/lock

setup: .venv/dev ## everything developers need

.venv/service: requirements/service.txt pyproject.toml tools/setup
	@$(PYTHON) tools/setup service

.venv/dev: requirements/dev.txt pyproject.toml tools/setup
	@$(PYTHON) tools/setup dev

clean: ## remove what was built here, but no data
	rm -rf .venv build dist site .pytest_cache .mypy_cache .ruff_cache
