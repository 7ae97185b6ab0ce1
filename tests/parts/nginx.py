"""A real nginx with the configuration that is shipped, on loopback, in a folder of its own.

`python -m tests.parts.nginx` tells by its exit code whether nginx is installed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.parts.need import require
from tests.parts.process import dying_with_parent, end_group, free_port
from tests.parts.server import ROOT

HOW = "make system (o NGINX=ruta de nginx)"
SHIPPED = ROOT / "deploy" / "nginx"
PLACES = ("/usr/sbin/nginx", "/usr/local/sbin/nginx")
PATIENCE_SECONDS = 20
AROUND = """
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid {folder}/pid;
error_log {folder}/start.log warn;
{user}
events {{ worker_connections 16384; }}
http {{
    types {{ text/html html; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/participa.conf;
}}
"""


@dataclass(frozen=True)
class Behind:
    """The ports of the application: for everybody, for the team, and for the streams of news."""

    public: int
    staff: int
    streams: int


@dataclass(frozen=True)
class Nginx:
    port: int
    process: subprocess.Popen
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """What it complained of so far."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


def find_nginx() -> str | None:
    """NGINX (a path), else the one of PATH or of Debian."""
    chosen = os.environ.get("NGINX")
    if chosen:
        return shutil.which(chosen)
    return shutil.which("nginx") or next((place for place in PLACES if os.access(place, os.X_OK)), None)


def installed(folder: Path, data_dir: Path, port: int, behind: Behind) -> Path:
    """Write the shipped files with the ports and folders of this machine, as docs/instalacion-grande.md says to."""
    changes = {
        "/etc/nginx/participa/": f"{folder}/",
        "/var/log/nginx/participa.log": f"{folder}/participa.log",
        "/var/lib/participa/": f"{data_dir}/",
        "/opt/participa/": f"{ROOT}/",
        "127.0.0.1:8000": f"127.0.0.1:{behind.public}",
        "127.0.0.1:8001": f"127.0.0.1:{behind.staff}",
        "127.0.0.1:8002": f"127.0.0.1:{behind.streams}",
    }
    for path in SHIPPED.glob("*.conf"):
        text = path.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        (folder / path.name).write_text(_on_loopback(text, port))
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(AROUND.format(folder=folder, user=user))
    return main


def _on_loopback(text: str, port: int) -> str:
    """Without encryption and on one port of loopback: the certificates are those of each installation."""
    text = re.sub(r"server \{\s*listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"listen 443 ssl http2", f"listen 127.0.0.1:{port}", text)
    return re.sub(r"^ *ssl_.*\n", "", text, flags=re.MULTILINE)


@contextmanager
def running_nginx(data_dir: Path, behind: Behind) -> Iterator[Nginx]:
    """nginx before the ports of the application; it reads the published files below `data_dir`."""
    program = find_nginx()
    require(program, "nginx", HOW)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        folder = Path(name)
        main = installed(folder, data_dir, port, behind)
        output = (folder / "output.log").open("wb")
        command = [*dying_with_parent("QUIT"), str(program), "-p", name, "-c", str(main), "-e", f"{name}/start.log"]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
        server = Nginx(port, process, folder)
        try:
            _wait_until_listening(server)
            yield server
        finally:
            end_group(process, signal.SIGTERM, 5)
            output.close()


def _wait_until_listening(server: Nginx) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (server.folder / "pid").exists() or not (server.folder / "pid").read_text().strip():
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"nginx did not start:\n{server.log()[-4000:]}")
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(0 if find_nginx() else 1)
