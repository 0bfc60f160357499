# Two commands matter: `make demo` and `make test`. Both need only Python 3.11, 3.12 or 3.13 and the package registry.
SHELL := /bin/bash
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
DEMO ?= demo-casebook

.PHONY: demo test check bench browser server clean

demo: $(UV)
	$(UV) sync --frozen --no-dev --quiet
	$(UV) run --frozen --no-dev muniment build examples/karsa/reports --settings examples/karsa/muniment.toml -o $(DEMO)

test: $(UV) browser server
	$(UV) sync --frozen --quiet
	$(UV) run --frozen pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(UV)
	$(UV) sync --frozen --quiet
	$(UV) run --frozen ruff check
	$(UV) run --frozen ruff format --check
	$(UV) run --frozen basedpyright
	$(UV) run --frozen lint-imports
	$(UV) run --frozen pytest tests/test_house.py tests/test_docs.py

# make bench HRDS=path/to/hrdsattack
bench: $(UV)
	$(UV) sync --frozen --quiet
	$(UV) run --frozen python -m benchmarks.speed
	$(UV) run --frozen python -m benchmarks.hrdsattack $(HRDS)

# Chromium and axe-core for the tests of pages: from Debian's packages where this user may install them; the tests say loudly when it is missing.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& { apt-get install -y -qq chromium >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; }; } \
		|| echo "Chromium is not here and could not be installed: tests of pages will be skipped"; }
	@[ -e .tools/node_modules/axe-core/axe.min.js ] || { command -v npm >/dev/null \
		&& npm install --silent --no-save --prefix .tools axe-core@4.14.1 >/dev/null; } \
		|| echo "axe-core is not here and could not be installed: pages will not be looked at with it"

# PostgreSQL for the tests of casebooks on a server, in the same way; the tests start one of their own.
server:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] \
		&& command -v apt-get >/dev/null && { apt-get install -y -qq postgresql >/dev/null 2>&1 \
		|| { apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; }; } \
		|| echo "PostgreSQL is not here and could not be installed: tests of casebooks on a server will be skipped"; }

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf .venv .tools $(DEMO) .pytest_cache .hypothesis .ruff_cache
