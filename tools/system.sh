#!/usr/bin/env bash
# The parts that are not Python: Chromium, PostgreSQL, nginx and a font for the tests; Pango for the PDF of reports.
# Nothing is touched when they are there. As root on Debian the missing ones are installed; otherwise the command is printed.
set -euo pipefail

has_postgres() {
  [ -n "${PG_BINDIR:-}" ] && [ -x "$PG_BINDIR/initdb" ] && return 0
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}
has_chromium() { [ -x "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
has_nginx() { [ -x "${NGINX:-}" ] || command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
has_font() { compgen -G '/usr/share/fonts/truetype/*/*.ttf' >/dev/null || [ "$(uname)" = Darwin ]; }
has_pango() { python3 -c 'import ctypes.util, sys; sys.exit(not all(map(ctypes.util.find_library, sys.argv[1:])))' \
  pango-1.0 pangoft2-1.0 harfbuzz-subset 2>/dev/null; }

missing=()
has_chromium || missing+=(chromium)
has_postgres || missing+=(postgresql)
has_nginx || missing+=(nginx-light)
has_font || missing+=(fonts-dejavu-core)
has_pango || missing+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
[ ${#missing[@]} -eq 0 ] && exit 0

command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Instalando ${missing[*]}…"
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then exit 0; fi
  echo "No se pudo instalar ${missing[*]}." >&2
fi

echo "Faltan partes del sistema: ${missing[*]}. En Debian o Ubuntu se instalan con:"
echo "  sudo sh -c '$command'"
if [ "${CI:-}" = true ]; then exit 1; fi
echo "Se sigue sin ellas: sus pruebas se omiten y dicen por qué."
