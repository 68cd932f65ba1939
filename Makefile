# Thirteen words. Each does its own set-up, on a fresh machine and on a warm one.
.DEFAULT_GOAL := help
.PHONY: help setup demo up test check fmt lint types web bench frameworks docs clean
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
WEB_DIST := server/src/agenttrace_server/web_dist

help: ## show these words
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready web/node_modules/.ready ## install everything, pinned and hashed, into this folder

demo: setup $(WEB_DIST)/index.html ## run a multi-agent program and show its trace; ONCE=1 exits after printing
	$(BIN)/python examples/demo/main.py $(if $(ONCE),--once)

up: setup $(WEB_DIST)/index.html ## start the server on 4318 (OTLP) and 8080 (web)
	$(BIN)/agenttrace up

test: setup $(WEB_DIST)/index.html ## every test: Python, web, browser
	requirements/chromium.sh
	cd web && npm run --silent lint && npm run --silent typecheck && npm test
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: setup ## the quick gates: format, lint, types, floors, unit tests
	$(BIN)/ruff format --check .
	$(MAKE) --no-print-directory lint types
	cd web && npm run --silent lint && npm run --silent typecheck && npm test
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not slow and not browser" sdk/tests server/tests tests/architecture tests/docs

fmt: setup ## format everything
	$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format .
	cd web && npm run --silent fmt

lint: setup ## ruff and import floors
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: setup ## mypy, strict
	$(BIN)/mypy

web: setup ## build the web application into the server
	rm -rf $(WEB_DIST)
	$(MAKE) --no-print-directory $(WEB_DIST)/index.html

bench: setup ## every benchmark, each a ratio
	$(BIN)/python benchmarks/run_all.py

frameworks: setup ## real frameworks and instrumentors against what a model server served; ONLY="crewai openai" for some; REPLAY=1 records and replays them, CHECKPOINTS=1 takes them up in another process
	$(BIN)/python -m tests.frameworks $(if $(REPLAY),--replay) $(if $(CHECKPOINTS),--checkpoints) $(ONLY)

docs: setup ## check that the documentation is whole and that its code runs
	$(BIN)/python -m pytest -q tests/docs

clean: ## remove what was installed and built
	rm -rf .venv web/node_modules web/dist $(WEB_DIST) .mypy_cache .ruff_cache .import_linter_cache .hypothesis .demo .frameworks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.ready: requirements/dev.txt sdk/pyproject.toml server/pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e sdk -e server
	touch $@

web/node_modules/.ready: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch $@

$(WEB_DIST)/index.html: web/node_modules/.ready $(shell find web/src web/index.html web/public -type f 2>/dev/null)
	cd web && npm run --silent build
	rm -rf $(WEB_DIST) && cp -r web/dist $(WEB_DIST)
	touch $@
