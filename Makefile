# Every target does its own set-up; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo run test lint types format screenshots capabilities conformance faults network two_desks offline recovery migrations secrets oracle histories soak bench package package-lint package-compare try-packages vulnerabilities lock clean setup-desk setup-tests

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
# Arguments for the program or the test runner: make run ARGS="list state:pending --json"
ARGS ?=

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z_-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup-desk ## Open the desk on demo orders: a sandbox, isolated data, nothing to sign in to
	@$(PYTHON) -m orderdesk --demo $(ARGS)

run: setup-desk ## Open the desk on your own profile, or run a command: make run ARGS="list --json"
	@$(PYTHON) -m orderdesk $(ARGS)

test: lint types ## Lint, type check, and run all tests in parallel: make test ARGS="-k outbox"
	@$(PYTEST) -m "not bench and not thorough" -n auto --maxprocesses 8 --dist worksteal $(ARGS)

lint: setup-tests ## Check style and import directions
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@.venv/bin/lint-imports

types: setup-tests ## Check types strictly
	@.venv/bin/basedpyright

format: setup-tests ## Format the code and mend what style checks can mend
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

screenshots: setup-tests ## Make the README's screenshots again, in docs/screenshots
	@$(PYTHON) -m tests.screenshots $(ARGS)

capabilities: setup-tests ## Write docs/capabilities.md anew from the connectors' rule tables
	@$(PYTHON) -m orderdesk capabilities > docs/capabilities.md

conformance: setup-tests ## Run every case of the connectors' suite, counted by vendor: make conformance ARGS="-k losses"
	@$(PYTHON) -m tests.conformance -n auto --maxprocesses 8 $(ARGS)

faults: setup-tests ## Kill the program 200 times for each vendor while it writes, and count what became of its commands: make faults ARGS="--kills 20"
	@$(PYTHON) -m tests.faults $(ARGS)

two_desks: setup-tests ## Two desks on 50 orders, 500 edits each: what the vendor lost, found, asked: make two_desks ARGS="--vendor iqmetrix"
	@$(PYTHON) -m tests.two_desks $(ARGS)

offline: setup-tests ## Play a day offline: 300 changes, 40 orders changed meanwhile, then the replay: make offline ARGS="--json F"
	@$(PYTHON) -m tests.offline $(ARGS)

network: setup-tests ## Send a hundred commands through each of twelve network faults: make network ARGS="--commands 20"
	@$(PYTHON) -m tests.network $(ARGS)

histories: setup-tests ## Live through 10,000 histories of acts, changes, failures and restarts: make histories ARGS="--workers 4"
	@$(PYTHON) -m tests.histories $(ARGS)

recovery: setup-tests ## Kill 50 sessions of the window at random moments and see what is back: make recovery ARGS="--kills 5"
	@$(PYTHON) -m tests.recovery $(ARGS)

migrations: setup-tests ## Kill the program 100 times while it brings a store up to date, 100 times while it puts one back: make migrations ARGS="--kills 10"
	@$(PYTHON) -m tests.migrations $(ARGS)

secrets: setup-tests ## Plant 200 secrets, names, addresses and tokens; look for them in diagnostics, logs, crash files
	@$(PYTHON) -m tests.secrets $(ARGS)

oracle: setup-tests ## Work on a store at random and compare each answer with a look at every order: make oracle ARGS="--seed 7"
	@$(PYTHON) -m tests.oracle $(ARGS)

soak: setup-tests ## Replay an 8-hour day in an hour and record memory, handles, threads, store: make soak ARGS="--minutes 5"
	@$(PYTHON) -m tests.soak $(ARGS)

bench: setup-tests ## Measure every goal beside its yardstick, at a million orders: make bench ARGS="--orders 10000"
	@$(PYTHON) -m tests.benchmarks $(ARGS)

package-lint: ## Show the package built last to desktop-file-validate, appstreamcli and lintian
	@python3 packaging/linux/lint.py $(ARGS)

package-compare: setup-tests setup-package ## Sizes and starts beside a bare window and two programs of Debian's
	@$(PYTHON) packaging/compare.py $(ARGS)

try-packages: ## As root, try packages in fresh Debian systems: make try-packages ARGS="--new NEW.deb --old OLD.deb"
	@python3 packaging/linux/try_packages.py $(ARGS)

vulnerabilities: setup-package ## Ask whether anything locked has a known vulnerability
	@build/venv/bin/python packaging/vulnerabilities.py

package: setup-package ## Make the Debian package and the portable archive, in build/packages
	@build/venv/bin/python packaging/linux/build.py $(ARGS)

# Versions stay where they are unless asked: make lock ARGS=--upgrade
lock: setup-tests ## Resolve the three requirements locks for all systems, with hashes
	@command -v uv >/dev/null || [ -x .venv/bin/uv ] || $(PYTHON) -m pip install --quiet uv
	@PATH=".venv/bin:$$PATH" sh scripts/lock.sh $(ARGS)

clean: ## Remove the private environment and all caches
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-desk:
	@sh scripts/setup.sh desk

setup-tests:
	@sh scripts/setup.sh tests

setup-package:
	@sh scripts/setup.sh package
