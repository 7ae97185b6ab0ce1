#!/usr/bin/env bash
# Writes the hash-locked files from pyproject.toml. Pins already written are kept unless UPGRADE=1.
# The larger files are constrained by the smaller one, so a package has one version in all of them.
set -euo pipefail
uv="${VENV:-.venv}/bin/uv"

compile() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    ${UPGRADE:+--upgrade} "$@" >/dev/null
}

compile pyproject.toml -o requirements.lock
compile pyproject.toml --extra scale -c requirements.lock --no-annotate -o requirements-scale.lock
compile pyproject.toml --all-extras --group dev -c requirements-scale.lock --no-annotate -o requirements-dev.lock
compile --group pyproject.toml:uv -o requirements-uv.lock

if grep -nE '://|^ *(-e|\.|/)' requirements*.lock; then
  echo "Un archivo .lock contiene una dirección o una ruta." >&2
  exit 1
fi
