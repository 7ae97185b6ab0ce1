"""Who writes: the crowd that asks and supports, and the moderator at the desk."""

import http.client
import json
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlencode

from bench.live.hall import CLICK_SECONDS, CODE, Hall
from bench.phones import Click, Told
from tests.pages import parse

DOORS = 4
ASKED = "Pregunta del banco de medida"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Device:
    """A phone that writes: its cookies, its token, what it supports."""

    cookie: str
    token: str
    supports: set[int] = field(default_factory=set)
    is_busy: bool = False


def fetch(port: int, path: str, cookie: str = "", form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """One request by itself: status, body, the cookies that it brought."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Cookie": cookie} | ({"Content-Type": FORM} if form is not None else {})
        body = urlencode(form) if form is not None else None
        connection.request("POST" if form is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        given = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
        return answer.status, answer.read().decode(), given
    finally:
        connection.close()


def devices(hall: Hall, number: int) -> list[Device]:
    """Phones that came in and have their token."""
    with ThreadPoolExecutor(DOORS) as doors:
        return list(doors.map(lambda _: _let_phone_in(hall), range(number)))


def _let_phone_in(hall: Hall) -> Device:
    status, body, cookie = fetch(hall.port, f"/vivo/{CODE}/mias")
    assert status == 200, f"a phone was not let in: {status}"
    return Device(cookie, json.loads(body)["token"])


class Crowd:
    """Who writes, and what the server said that it has. All phones ask and support, one after the other."""

    def __init__(self, hall: Hall, phones: int) -> None:
        self.hall, self.receipts = hall, set()
        self._all = devices(hall, phones)
        self._askers, self._supporters = cycle(self._all), cycle(self._all)
        self._chance = random.Random(11)

    @property
    def standing(self) -> Counter[int]:
        """How many phones were told that they support each question."""
        return Counter(number for device in self._all for number in device.supports)

    def question(self) -> tuple[bytes, Callable[[int, bytes], bool]]:
        device, key = next(self._askers), secrets.token_urlsafe(16)
        words = {"body": f"{ASKED}: {key}", "is_other": "y", "website": "", "opened": ""}
        return _post(f"/vivo/{CODE}/preguntar", device, words | {"form_key": key}), self._received

    def _received(self, status: int, body: bytes) -> bool:
        told = json.loads(body) if status == http.client.CREATED else {}
        self.receipts.add(told.get("radicado", ""))
        return told.get("outcome") == "received"

    def support(self) -> tuple[bytes, Callable[[int, bytes], bool]]:
        device = next(one for one in self._supporters if not one.is_busy)
        number, device.is_busy = self._chance.choice(self.hall.cards), True
        word = "quitar" if number in device.supports else "apoyar"
        form = {word: str(number), "leidas": str(self._chance.choice(self.hall.cards))}

        def tell(status: int, body: bytes) -> bool:
            device.is_busy = False
            if status != http.client.OK:
                return False
            device.supports = set(json.loads(body)["supports"])
            return (number in device.supports) is (word == "apoyar")

        return _post(f"/vivo/{CODE}/apoyos", device, form), tell


def _post(path: str, device: Device, form: dict[str, str]) -> bytes:
    body = urlencode(form | {"csrf_token": device.token}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {device.cookie}\r\nAccept: application/json\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Moderator:
    """Brings one question after the other to the screen, each through the page of the team."""

    def __init__(self, hall: Hall, clicks: list[Click], told: Told) -> None:
        self._hall, self._clicks, self._told = hall, clicks, told
        self._stop, self._cookie = threading.Event(), hall.place.staff_cookie
        self._thread = threading.Thread(target=self._work)
        self.desk: list[float] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End it, if it began and has not ended yet."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        token, earlier = "", None
        for number in self._hall.for_stage:
            if self._stop.wait(CLICK_SECONDS):
                return
            token = token or self._enter()
            if earlier is not None:
                self._send(f"/preguntas/{earlier}/respondida", token, extent="partial")
            earlier = number if self._click(number, token) else None

    def _enter(self) -> str:
        """The token of the page of the team, or nothing while it does not open."""
        page, given = self._ask("/")
        self._cookie = given or self._cookie  # with the secret of its token
        return parse(page).hidden["csrf_token"] if page else ""

    def _click(self, number: int, token: str) -> bool:
        """Bring a question to the screen and see it on the own page; whether the server took it. Slow is slow, too."""
        click = Click(number, time.monotonic())
        self._clicks.append(click)
        is_taken = self._send(f"/preguntas/{number}/mover", token, to="en_pantalla", reason="urgent", note="")
        click.is_lost = not is_taken
        self._ask("/")
        self.desk.append(time.monotonic() - click.at)
        return is_taken

    def _ask(self, path: str) -> tuple[str, str]:
        """The page and the cookies that came with it; both empty when none came."""
        status, page, given = self._fetch(path)
        if status != http.client.OK:
            self._told.fail(f"desk {status or 'without answer'}")
            return "", ""
        return page, given

    def _send(self, path: str, token: str, **form: str) -> bool:
        status, _, _ = self._fetch(path, form | {"csrf_token": token})
        if status != http.client.SEE_OTHER:
            self._told.fail(f"click {status or 'without answer'}")
        return status == http.client.SEE_OTHER

    def _fetch(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """As `fetch`; status 0 when nothing came in time."""
        try:
            return fetch(self._hall.staff, f"/vivo/gestion/{CODE}{path}", self._cookie, form)
        except (OSError, http.client.HTTPException):
            return 0, "", ""
