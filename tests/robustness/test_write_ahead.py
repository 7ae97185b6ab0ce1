"""A receipt leaves only after the disk has the question (P2): seen from outside, by the calls to the system."""

import re
import secrets
import shutil

import pytest

from bench.citizen import open_form
from tests.parts import house, need
from tests.parts.server import running_server

QUESTIONS = 12
SYNCED = re.compile(r"(fdatasync|fsync)(\(\d+<[^>]*-wal>\)| resumed>\)) += 0")
RECEIPT = re.compile(r'(sendto|writev|write)\(.*"HTTP/1\.1 201 ')

pytestmark = pytest.mark.slow


def unproven(trace):
    """How many receipts left, and how many of them without a synced write-ahead log since the one before."""
    receipts = bare = 0
    synced = False
    for line in trace:
        if SYNCED.search(line):
            synced = True
        elif RECEIPT.search(line):
            receipts, bare, synced = receipts + 1, bare + (not synced), False
    return receipts, bare


def test_each_receipt_follows_a_sync_of_the_log(tmp_path):
    strace = shutil.which("strace")
    need.require(strace, "strace", "apt-get install strace")
    home, trace = house.build(tmp_path / "data"), tmp_path / "trace"
    calls = "trace=fdatasync,fsync,sendto,writev,write"
    watched = [strace, "-f", "-y", "-o", str(trace), "-e", calls, *house.FLASK, "serve"]
    with running_server(watched, env=home.environment) as server:
        citizen = open_form(server.port)
        shown = [citizen.ask(secrets.token_urlsafe(16)) for _ in range(QUESTIONS)]
    assert all(shown)
    assert unproven(trace.read_text(errors="replace").splitlines()) == (QUESTIONS, 0)


def test_the_check_sees_a_receipt_without_a_sync():
    receipt = '12 writev(9<socket:[1]>, [{iov_base="HTTP/1.1 201 Created\\r\\n"'
    sync = "12 fdatasync(7</datos/participa.db-wal>) = 0"
    assert unproven([sync, receipt, sync, receipt]) == (2, 0)
    assert unproven([sync, receipt, receipt]) == (2, 1)
