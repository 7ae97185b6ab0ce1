"""What a poll costs beside bare Flask, and beside nginx where the platform answers it itself."""

import http.client
import json
from itertools import repeat

from bench.live.hall import CODE, Hall
from bench.load import run
from tests.parts.nginx import Behind, find_nginx, running_nginx

BLOCK_SECONDS = 2.0


def polls_beside(hall: Hall) -> dict[str, float]:
    """How many polls a second, and how many requests bare Flask answers in the same minute.

    Where the platform answers the phones itself, also how many polls an nginx answers from the same files.
    """
    path = f"/vivo/datos/{CODE}/delta-{json.loads((hall.folder / 'version.json').read_bytes())['v']}.json"
    answered = {
        "bare": _answers_a_second(hall.bare, "/"),
        "version": _answers_a_second(hall.port, path),
        "unchanged": _answers_a_second(hall.port, path, _etag(hall.port, path)),
    }
    if hall.streams or not find_nginx():
        return answered
    with running_nginx(hall.folder.parents[1], Behind(hall.port, hall.port, hall.port)) as front:
        return answered | {"nginx": _answers_a_second(front.port, path, _etag(front.port, path))}


def _answers_a_second(port: int, path: str, etag: str = "") -> float:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
    request = f"{head}If-None-Match: {etag}\r\n\r\n" if etag else f"{head}\r\n"
    return run(port, lambda _: repeat(request.encode()), BLOCK_SECONDS).expect(200, 304).rps


def _etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        return answer.headers["ETag"]
    finally:
        connection.close()
