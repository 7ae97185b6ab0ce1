"""What is compared with: Flask with nothing in it, on the same server with the same number of processes."""

import sys

from flask import Flask, request
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "Hola"


@app.post("/")
def receive() -> tuple[str, int]:
    return f"Recibido: {len(request.form)}", 201


if __name__ == "__main__":
    Granian(
        "bench.bare:app",
        interface=Interfaces.WSGI,
        port=int(sys.argv[1]),
        workers=int(sys.argv[2]),
        blocking_threads=1,
        log_level=LogLevels.warning,
    ).serve()
