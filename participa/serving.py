"""`flask serve`: the web server, its worker processes and the work they do besides answering."""

import ctypes
import errno
import gc
import os
import resource
import signal
import socket
import sys
import threading
import time

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy.orm import configure_mappers
from werkzeug.utils import import_string

from participa.config import CANNOT_WRITE, LOOPBACK_HOSTS, Settings
from participa.extensions import db
from participa.shared import jobs

APPLICATION = "wsgi:app"
MOST_CONNECTIONS = 10_000  # of a worker; a phone keeps its own open, and who finds no place left waits without an end
BACKLOG = 4096  # connections that wait until a worker takes them
PORT_PATIENCE_SECONDS = 3.0  # the workers of a server that was killed need a moment to notice
STOP_SECONDS = 10
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Dirección en la que escucha.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Puerto en el que escucha.")
@click.option("--workers", envvar="WEB_WORKERS", default=2, show_default=True, help="Procesos que atienden.")
def serve(host: str, port: int, workers: int) -> None:
    """Sirve la plataforma hasta que se detenga con Ctrl+C."""
    app: Flask = import_string(APPLICATION)
    if not app.extensions["settings"].keeps_data:
        raise click.ClickException(CANNOT_WRITE)
    _claim(host, port)
    _allow_connections()
    server = Granian(
        f"{__name__}:worker_application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        backlog=BACKLOG,
        backpressure=MOST_CONNECTIONS,
        blocking_threads=1,  # short requests under one interpreter lock: more threads cost throughput
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )

    @server.on_startup
    def before_the_workers() -> None:
        _warm_up(app)
        _close_connections(app)
        _share_memory()
        _greet(app, host, port)

    server.serve()


def worker_application() -> Flask:
    """The application in a worker process: it ends with its parent and offers itself as keeper of the house."""
    _end_with_parent()
    app: Flask = import_string(APPLICATION)
    jobs.keep_house(app)
    return app


def _allow_connections() -> None:
    """Each connection is an open file: ask for as many as the workers take, if the system lets this program."""
    own, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS
    if own < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if most < 0 else min(wanted, most), most))


def _claim(host: str, port: int) -> None:
    """Stop with a clear sentence unless the address is free. Servers share ports: theirs would be split silently."""
    deadline = time.monotonic() + PORT_PATIENCE_SECONDS
    while (problem := _problem_with(host, port)) == errno.EADDRINUSE and time.monotonic() < deadline:
        time.sleep(0.1)
    if problem is not None:
        raise click.ClickException(_sentence(problem, host, port))


def _problem_with(host: str, port: int) -> int | None:
    """Why the address cannot be listened on (errno), or None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OverflowError:
        return errno.EINVAL
    except OSError as error:
        return error.errno or errno.EINVAL
    return None


def _sentence(problem: int, host: str, port: int) -> str:
    if problem == errno.EADDRINUSE:
        return f"El puerto {port} ya está ocupado por otro programa. Ciérrelo, o use otro puerto: PORT={port + 1}"
    if problem == errno.EACCES:
        return f"No tiene permiso para usar el puerto {port}. Use uno mayor que 1023, por ejemplo: PORT=8000"
    return f"Esta máquina no puede escuchar en la dirección {host} y el puerto {port}. Revise HOST y PORT."


def _warm_up(app: Flask) -> None:
    """Read the templates and relate the tables now: all workers share the result, and no visitor waits for it."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    configure_mappers()


def _close_connections(app: Flask) -> None:
    """A connection to the database must not be shared by two processes."""
    with app.app_context():
        db.engine.dispose()


def _share_memory() -> None:
    """Keep what is loaded out of the collector, so that the workers go on sharing it with their parent."""
    gc.collect()
    gc.freeze()


def _greet(app: Flask, host: str, port: int) -> None:
    settings: Settings = app.extensions["settings"]
    name = f"[{host}]" if ":" in host else host
    click.echo(f"Participa está lista en http://{name}:{port}  (Ctrl+C la detiene)")
    if name not in LOOPBACK_HOSTS and settings.trusted_hosts == LOOPBACK_HOSTS:
        click.echo("Solo atiende a esta máquina. Para otras, indique sus nombres en PARTICIPA_HOSTS.")


def _end_with_parent() -> None:
    """A worker whose parent was killed would hold the port: ask the system to end it too, and look now and then."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os._exit(1)
