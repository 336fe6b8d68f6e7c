# The one front door: a bare `make` lists what there is.

PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
READY := .venv/.ready
MEMBERS := wire agent fleet-server
PROJECTS := pyproject.toml $(MEMBERS:%=%/pyproject.toml)

# uv from PATH, else a private one from the package index that pip is set up for
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
export UV_PYTHON_DOWNLOADS ?= never

# uv does not read pip's settings; where the machine has any, for its index or its certificates, uv is told of them
told_to_pip = $(shell $(PYTHON) -m pip config list 2>/dev/null | sed -n "s/^global\.$(1)='\(.*\)'/\1/p")
INDEX = $(if $(UV_DEFAULT_INDEX)$(UV_INDEX_URL),,$(or $(PIP_INDEX_URL),$(call told_to_pip,index-url)))
CERTIFICATES = $(or $(SSL_CERT_FILE),$(PIP_CERT),$(call told_to_pip,cert))
UV_PIP = $(addprefix SSL_CERT_FILE=,$(CERTIFICATES)) $(addprefix UV_DEFAULT_INDEX=,$(INDEX)) $(UV) pip

# what the tests and the bench need from Debian
DEBIAN := chromium coturn debootstrap fonts-dejavu-core iproute2 libpulse0 libudev1 libumockdev0 mosquitto \
	mosquitto-clients openssl openssh-client postgresql prometheus prometheus-node-exporter pulseaudio pulseaudio-utils \
	systemd-container udev umockdev

.DEFAULT_GOAL := list
.PHONY: list setup demo test prove lint bench tools docs lock format

list:
	@echo "make TARGET, where TARGET is one of:"
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "  %-8s%s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(READY)  ## make .venv with huonevahti and huonevahti-agent (a second when done before)

demo: setup  ## run the product with simulated rooms on http://127.0.0.1:8080 (PORT=18080 for another port)
	@$(BIN)/huonevahti demo --port $(PORT)

test: setup tools lint  ## lint, then run every proof small
	$(BIN)/pytest

prove: setup tools lint  ## lint, then run every proof at full count (takes hours)
	HUONEVAHTI_PROVE=full $(BIN)/pytest --timeout 7200

lint: setup  ## ruff, strict mypy and the import contract
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup tools  ## measure what was promised, into build/bench.json
	@mkdir -p build
	$(BIN)/python -m tests.bench

tools:  ## install the Debian packages that the tests and the bench need (as root; at once when all are there)
	@tests/tools.sh $(DEBIAN)

docs: setup  ## write docs/reference anew from the code
	@for script in tests/docs/write_*.py; do $(BIN)/python -m tests.docs.$$(basename $$script .py) || exit 1; done

lock:  ## resolve every dependency anew, into requirements.lock and build-requirements.lock
	@test -x $(UV) || $(MAKE) --no-print-directory $(UV)
	$(UV_PIP) compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-emit-package huonevahti-wire --no-emit-package huonevahti-agent --no-emit-package huonevahti-fleet \
		--all-extras --group pyproject.toml:dev $(MEMBERS:%=%/pyproject.toml) --output-file requirements.lock
	sed -n 's/^requires = \[\(.*\)\].*/\1/p' $(MEMBERS:%=%/pyproject.toml) | tr -d '" ' | tr ',' '\n' | sort -u \
		| $(UV_PIP) compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header --output-file build-requirements.lock -

format: setup
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

$(READY): $(PROJECTS) requirements.lock build-requirements.lock fleet-server/hatch_build.py
	@test -x $(UV) || $(MAKE) --no-print-directory $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@echo 'setup: .venv from requirements.lock'
	@$(UV_PIP) install --quiet --compile-bytecode --python $(BIN)/python --exact --no-deps --verify-hashes --requirements requirements.lock \
		--build-constraints build-requirements.lock $(MEMBERS:%=--editable %)
	@$(BIN)/python -m compileall -q $(MEMBERS:%=%/src)
	@touch $@

.uv/bin/uv:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(PYTHON) -m pip --version >/dev/null 2>&1 \
		|| tests/tools.sh python3-venv
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; \
		then $(PYTHON) -m venv .uv && .uv/bin/pip install --quiet uv; \
		else $(PYTHON) -m pip install --quiet --target .uv uv; fi
