"""News as they happen, for the team: who gets them, how many, and for how long."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest

from participa.hearings import streams
from participa.hearings.publishing import write
from participa.hearings.streams import Pace, Streams, streams_of

PATH = "/vivo/datos/SALA7/eventos"


@pytest.fixture
def room(tmp_path):
    folder = tmp_path / "SALA7"
    folder.mkdir()
    write(folder / "version.json", b'{"v":1}')
    return folder


@pytest.fixture
def cookie(app):
    """The cookie of somebody of the team who signed in."""
    signed = streams_of(app)._signer.dumps({"_user_id": "ficha-de-prueba"})
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


@pytest.fixture
def house(app, tmp_path, room):
    def house(most=5, **pace):
        ours = streams_of(app)
        made = Streams(tmp_path, ours._signer, ours._cookie, most)
        made.pace = Pace(**({"look": 0.01} | pace))
        return made

    return house


@asynccontextmanager
async def open_stream(house, *lines, path=PATH):
    """A connection to a server of its own, after its request was sent."""
    done = asyncio.Event()

    async def answer(reader, writer):
        await house.answer(reader, writer)
        done.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=streams.LARGEST_HEAD)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write("\r\n".join((f"GET {path} HTTP/1.1", "Host: localhost", *lines, "", "")).encode())
    try:
        yield reader
    finally:
        writer.close()
        server.close()
        await asyncio.wait_for(done.wait(), 5)


def status(house, *lines, path=PATH):
    async def ask():
        async with open_stream(house, *lines, path=path) as reader:
            return (await asyncio.wait_for(reader.readline(), 5)).split()[1].decode()

    return asyncio.run(ask())


async def until(reader, mark):
    return await asyncio.wait_for(reader.readuntil(mark), 5)


def test_the_team_hears_of_each_version(house, room, cookie):
    async def listen():
        async with open_stream(house(), f"Cookie: otra=1; {cookie}") as reader:
            await until(reader, b'data: {"v":1}\n\n')
            write(room / "version.json", b'{"v":2}')
            return await until(reader, b"\n\n")

    event, data = asyncio.run(listen()).decode().strip().split("\n")
    assert event == "event: version"
    assert json.loads(data.removeprefix("data: ")) == {"v": 2}


def test_while_nothing_happens_it_gives_a_sign_of_life_and_then_ends(house, cookie):
    async def listen():
        async with open_stream(house(heartbeat=0.02, longest=0.3), f"Cookie: {cookie}") as reader:
            return await asyncio.wait_for(reader.read(), 5)

    told = asyncio.run(listen())
    assert told.count(b"event: latido\ndata: 1\n\n") >= 2
    assert told.count(b"event: version") == 1


def test_a_file_that_goes_away_keeps_the_stream_alive(house, room, cookie):
    async def listen():
        async with open_stream(house(heartbeat=0.02), f"Cookie: {cookie}") as reader:
            await until(reader, b'data: {"v":1}\n\n')
            (room / "version.json").unlink()
            return await until(reader, b"data: 1\n\n")

    assert b"latido" in asyncio.run(listen())


@pytest.mark.parametrize("lines", [[], ["Cookie: participa=falsa"], ["Cookie: otra=1"]])
def test_who_did_not_sign_in_asks_as_the_phones_do(house, lines):
    assert status(house(), *lines) == "403"


def test_a_session_in_which_nobody_signed_in_is_none_of_the_team(app, house):
    empty = streams_of(app)._signer.dumps({"csrf_token": "x"})
    assert status(house(), f"Cookie: {app.config['SESSION_COOKIE_NAME']}={empty}") == "403"


@pytest.mark.parametrize(
    "path", ["/vivo/datos/OTRA7/eventos", "/vivo/datos/SALA7/version.json", "/vivo/datos/../eventos"]
)
def test_only_a_hearing_that_is_published_has_a_stream(house, cookie, path):
    assert status(house(), f"Cookie: {cookie}", path=path) == "404"


def test_who_does_not_fit_is_told_so_at_once(house, cookie):
    async def both():
        full = house(most=1)
        async with open_stream(full, f"Cookie: {cookie}") as first:
            await until(first, b"\n\n")
            async with open_stream(full, f"Cookie: {cookie}") as second:
                return await asyncio.wait_for(second.read(), 5)

    told = asyncio.run(both())
    assert told.startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 60" in told


def test_a_place_is_free_again_when_somebody_goes(house, cookie):
    async def go():
        ours = house(most=1)
        async with open_stream(ours, f"Cookie: {cookie}") as reader:
            await until(reader, b"\n\n")
            taken = ours.open.total()
        return taken, ours.open.total()

    assert asyncio.run(go()) == (1, 0)


def test_the_application_itself_refuses_before_a_thread_is_held(client):
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
