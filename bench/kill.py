"""Kill the server again and again while people ask: `python -m bench.kill --rounds 500`.

Every receipt that was shown must be in the database, once, and in the public record, whose chain is whole. A retry with
the same form key gives the same receipt.
"""

import argparse
import http.client
import random
import secrets
import sqlite3
import tempfile
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.citizen import Citizen, open_form
from participa.questions import codes
from participa.record import verifier
from tests.parts.house import House, build
from tests.parts.process import free_port

CLIENTS = 12
RESTART_SECONDS = 60
MOST_BEFORE_KILL = 200


@dataclass
class Storm:
    """What the people saw and what the database holds. `receipts` goes from form key to filing number."""

    receipts: dict[str, str] = field(default_factory=dict)
    retries: int = 0
    contradictions: list[str] = field(default_factory=list)
    restart_seconds: list[float] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    def problems(self, home: House) -> list[str]:
        """What the promise forbids: a receipt lost, a question twice, a damaged database."""
        stored = _stored(home)
        secret = (home.data_dir / "participa_code_key.txt").read_text()
        found = [*self.damage, *self.contradictions]
        for key, radicado in self.receipts.items():
            if stored.get(codes.form_key_digest(key, secret)) != radicado:
                found.append(f"the receipt {radicado} is not in the database")
        if len(stored) != len(self.receipts):
            found.append(f"{len(self.receipts)} receipts for {len(stored)} questions")
        if len(set(stored.values())) != len(stored):
            found.append("a filing number was given twice")
        return [*found, *_faults_of_record(home, set(self.receipts.values()))]


class People:
    """Several persons who ask until told to go home, and never give up on a question that has no receipt yet."""

    def __init__(self, port: int, storm: Storm, clients: int) -> None:
        self._port, self._storm = port, storm
        self._lock, self._go_home, self._give_up = threading.Lock(), threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._ask_on) for _ in range(clients)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait_for_receipts(self, more: int) -> None:
        """Until so many more were shown. Raises TimeoutError when nobody gets an answer any more."""
        wanted, deadline = len(self._storm.receipts) + more, time.monotonic() + RESTART_SECONDS
        while len(self._storm.receipts) < wanted:
            if time.monotonic() > deadline:
                raise TimeoutError("the server is up and nobody gets a receipt")
            time.sleep(0.005)

    def __enter__(self) -> "People":
        return self

    def __exit__(self, *error: object) -> None:
        """Nobody stays behind, whatever happened."""
        self._give_up.set()
        self.finish()

    def finish(self) -> None:
        """Let each get the receipt of the question under way. The server must be up."""
        self._go_home.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def _ask_on(self) -> None:
        while not self._go_home.is_set():
            key = secrets.token_urlsafe(16)
            radicado = self._until_receipt(key)
            if radicado:
                with self._lock:
                    self._storm.receipts[key] = radicado

    def _until_receipt(self, key: str) -> str | None:
        while not self._give_up.is_set():
            with suppress(OSError, http.client.HTTPException):
                citizen = open_form(self._port)
                radicado = citizen.ask(key)
                if radicado:
                    self._repeat(citizen, key, radicado)
                    return radicado
            with self._lock:
                self._storm.retries += 1
            time.sleep(0.02)
        return None

    def _repeat(self, citizen: Citizen, key: str, radicado: str) -> None:
        """Now and then the button is pressed twice."""
        if secrets.randbelow(10):
            return
        with suppress(OSError, http.client.HTTPException):
            again = citizen.ask(key)
            if again not in (None, radicado):
                with self._lock:
                    self._storm.contradictions.append(f"{radicado} became {again}")


def rage(
    home: House, rounds: int, clients: int = CLIENTS, seed: int | None = None, most: int = MOST_BEFORE_KILL
) -> Storm:
    """Kill the whole process group `rounds` times, each after 1 to `most` receipts, and start it again each time."""
    chance, storm, port = random.Random(seed), Storm(), free_port()
    with People(port, storm, clients) as people:
        for number in range(rounds + 1):
            started = time.monotonic()
            with home.serving(port=port, wait_seconds=RESTART_SECONDS) as server:
                storm.restart_seconds.append(time.monotonic() - started)
                if number == 0:
                    people.start()
                if number == rounds:
                    people.finish()
                    break
                people.wait_for_receipts(chance.randint(1, most))
                time.sleep(chance.uniform(0, 0.3))
                server.kill()
            storm.damage += _damage(home)
    return storm


def _damage(home: House) -> list[str]:
    with closing(sqlite3.connect(home.data_dir / "participa.db")) as database:
        return [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]


def _stored(home: House) -> dict[str, str]:
    with closing(sqlite3.connect(home.data_dir / "participa.db")) as database:
        rows = database.execute("SELECT form_key_digest, radicado FROM question").fetchall()
    return dict(rows)


def _faults_of_record(home: House, shown: set[str]) -> list[str]:
    """Whether the chain is whole and holds each filing number that was shown, once."""
    with closing(sqlite3.connect(home.data_dir / "participa.db")) as database:
        entries = database.execute("SELECT hash, line, subject FROM ledger_entry ORDER BY n").fetchall()
    try:
        verifier.read_chain(f"{digest} {line}" for digest, line, _subject in entries)
    except verifier.Fault as fault:
        return [f"the public record breaks at entry {fault.entry}"]
    entered = [subject for _hash, _line, subject in entries]
    missing = shown - set(entered)
    twice = len(entered) - len(set(entered))
    return [f"{radicado} is not in the public record" for radicado in missing] + (["entered twice"] if twice else [])


def main() -> int:
    """Run the long test; 0 when every promise held."""
    options = argparse.ArgumentParser(
        description="Mata el servidor mientras llegan preguntas y revisa que no falte nada."
    )
    options.add_argument("--rounds", type=int, default=100, help="veces que se mata")
    options.add_argument("--clients", type=int, default=CLIENTS, help="personas que preguntan a la vez")
    options.add_argument("--seed", type=int, default=None, help="repite los mismos momentos")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        home = build(Path(folder))
        storm = rage(home, given.rounds, given.clients, given.seed)
        problems = storm.problems(home)
    print(f"{given.rounds} muertes, {len(storm.receipts)} radicados, {storm.retries} reintentos")
    print(f"Vuelve a atender en {max(storm.restart_seconds):.1f} s como máximo")
    print("\n".join(problems) or "Ningún radicado perdido ni repetido. La base de datos está íntegra.")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
