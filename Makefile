# Participa. `make help` explains each target. Needs git, make and Python 3.11 or later; everything else is installed in .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

V     ?= .venv
HOST  ?= 127.0.0.1
PORT  ?= 8000
FLASK := $(V)/bin/flask --app wsgi
export VENV := $(V)
export HOST PORT

.PHONY: help setup run test check bench bench-kill fmt lock migrate system clean

help: ## Muestra esta ayuda
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# A stamp per locked file: nothing is installed again until the file changes.
$(V)/.core: requirements.lock tools/install.sh
	@tools/install.sh requirements.lock
	@touch $@

$(V)/.dev: requirements-dev.lock tools/install.sh
	@tools/install.sh requirements-dev.lock
	@touch $(V)/.core $@

setup: $(V)/.core ## Crea .venv e instala lo necesario para usar la plataforma

run: $(V)/.core ## Prepara la base de datos, carga la demostración y sirve en http://127.0.0.1:8000 (PORT=… cambia el puerto)
	@$(FLASK) db upgrade
	@$(FLASK) demo load
	@exec $(FLASK) serve

test: $(V)/.dev system ## Todas las pruebas: SQLite, PostgreSQL y navegador (ARGS="-k algo" las limita)
	@tools/test.sh $(ARGS)

check: $(V)/.dev ## Estilo, tipos, arquitectura, seguridad y archivos .lock
	$(V)/bin/ruff check .
	$(V)/bin/ruff format --check .
	$(V)/bin/mypy
	! grep -n '://' requirements*.lock
	$(V)/bin/bandit -q -r participa wsgi.py -c pyproject.toml --severity-level high
	$(V)/bin/python -m pytest -q tests/architecture

bench: $(V)/.dev ## Mide el rendimiento (tarda; necesita la máquina libre)
	$(V)/bin/python -m bench $(ARGS)

bench-kill: $(V)/.dev ## Mata el servidor en plena carga y comprueba que no se pierde ningún radicado
	$(V)/bin/python -m bench.kill $(ARGS)

fmt: $(V)/.dev ## Corrige y da formato al código
	$(V)/bin/ruff check --fix .
	$(V)/bin/ruff format .

lock: $(V)/.core ## Escribe los archivos .lock desde pyproject.toml (UPGRADE=1 sube las versiones)
	@tools/lock.sh

migrate: $(V)/.core ## Aplica las migraciones; con M="mensaje" crea una nueva
	@$(FLASK) db $(if $(M),migrate -m "$(M)",upgrade)

system: ## Instala Chromium, PostgreSQL y nginx para las pruebas (como root en Debian) o dice cómo hacerlo
	@tools/system.sh

clean: ## Borra .venv y las memorias de las herramientas; no toca los datos
	rm -rf $(V) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
