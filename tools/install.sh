#!/usr/bin/env bash
# Installs one hash-locked file into .venv, making .venv first: tools/install.sh requirements.lock
# uv does it in seconds; when uv cannot be had, the pip of the venv does the same more slowly.
set -euo pipefail
lock="$1"
venv="${VENV:-.venv}"

usable() { command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in "${PY:-}" python3 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && usable "$candidate"; then echo "$candidate"; return; fi
  done
  echo "Falta Python 3.11 o posterior con el módulo venv (en Debian: apt-get install python3 python3-venv)." >&2
  return 1
}

if ! "$venv/bin/python" -c '' 2>/dev/null; then
  rm -rf "$venv"
  python="$(find_python)"
  "$python" -m venv "$venv"
fi

pip_install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"; }

if [ ! -x "$venv/bin/uv" ]; then pip_install requirements-uv.lock >/dev/null 2>&1 || true; fi

echo "Instalando $lock…"
if [ -x "$venv/bin/uv" ] && "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"; then
  exit 0
fi
echo "uv no está disponible o falló; se instala con pip (tarda más)." >&2
pip_install "$lock"
