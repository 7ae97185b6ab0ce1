#!/usr/bin/env bash
# The whole suite: SQLite, PostgreSQL, then the browser on both. Stops at the first run that fails.
set -euo pipefail
python="${VENV:-.venv}/bin/python"
workers="${WORKERS:-2}"

arguments=$#
tested=no
# With a filter of the caller's a run may select nothing, but not all of them.
run() {
  local code=0
  "$python" -m pytest -q "$@" || code=$?
  if [ "$code" -eq 5 ] && [ "$arguments" -gt 0 ]; then return 0; fi
  tested=yes
  return "$code"
}
title() { printf '\n== %s ==\n' "$1"; }

title "Pruebas con SQLite"
run -n "$workers" -m "not browser" "$@"

if [ "${CI:-}" != true ] && [ "${PARTICIPA_REQUIRE_ALL:-}" != 1 ] && ! "$python" -m tests.parts.postgres; then
  title "Sin PostgreSQL en esta máquina: no se repiten las pruebas con él (make system)"
  postgres=no
fi

if [ "${postgres:-yes}" = yes ]; then
  title "Las mismas pruebas con PostgreSQL"
  # Tests of the tools, of the source text and of what ends before the database do not depend on which one it is.
  TEST_DATABASE=postgresql run -n "$workers" -m "not browser and not same_everywhere" \
    --ignore=tests/architecture --ignore=tests/parts_tests "$@"
fi

title "Navegador con SQLite"
run -n "$workers" --dist worksteal -m "browser" "$@"

if [ "${postgres:-yes}" = yes ]; then
  title "Recorridos en el navegador con PostgreSQL"
  TEST_DATABASE=postgresql run -n "$workers" -m "browser and journey" "$@"
fi

if [ "$tested" = no ]; then
  echo "Ninguna prueba corresponde a: $*" >&2
  exit 5
fi
