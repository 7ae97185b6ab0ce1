"""Verificador del registro público de preguntas. Solo necesita Python; no instala nada y no usa la red.

Uso:
    python3 verificar.py registro.txt
    python3 verificar.py registro.txt --puntos puntos.txt --comprobante comprobante.json --clave CLAVE

registro.txt      el registro completo, como se descarga: una entrada por línea
--puntos          puntos de control firmados que usted recibió o guardó (puede repetirse)
--comprobante     el comprobante firmado de una pregunta (puede repetirse)
--clave           la clave pública de la entidad que usted conoce por otro medio

Dice con cuál entrada empieza el problema. Termina con 0 si todo coincide y con 1 si algo no coincide.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
GENESIS = "0" * 64
ENCODING = "utf-8-sig"  # some editors put a mark before the text
UNREADABLE = (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)


class Fault(Exception):
    """The first thing that does not match. `entry` is the number of the entry where it begins, 0 when it is none."""

    def __init__(self, entry: int, message: str) -> None:
        super().__init__(message)
        self.entry = entry


def read_chain(lines: Iterable[str]) -> list[str]:
    """The hash of each entry, from the first. Raises Fault at the first entry that does not follow the one before.

    Blank lines, which an editor may have added, are not entries.
    """
    before = GENESIS
    hashes: list[str] = []
    for number, text in enumerate((text for text in lines if text.strip()), 1):
        digest, line = _parts(number, text)
        fields = _fields(number, line)
        if fields.get("n") != number:
            raise Fault(number, f"Falta la entrada {number}, sobra una o cambió el orden.")
        if fields.get("prev") != before:
            raise Fault(number, f"La entrada {number} no sigue a la anterior.")
        if entry_hash(before, line) != digest:
            raise Fault(number, f"La entrada {number} no corresponde a su huella: alguien la cambió.")
        hashes.append(digest)
        before = digest
    return hashes


def _parts(number: int, text: str) -> tuple[str, str]:
    digest, _, line = text.rstrip("\n").partition(" ")
    if len(digest) != 64 or not line:
        raise Fault(number, f"La línea {number} no es una entrada del registro.")
    return digest, line


def _fields(number: int, line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise Fault(number, f"La línea {number} no es una entrada del registro.")
    return fields


def entry_hash(before: str, line: str) -> str:
    return hashlib.sha256(b"\0" + bytes.fromhex(before) + line.encode()).hexdigest()


def check_points(hashes: list[str], lines: Iterable[str], key: str) -> int:
    """Compare the chain with signed checkpoints. Raises Fault; the number of checkpoints read otherwise."""
    points = sorted((_point(text, key) for text in lines if text.strip()), key=lambda point: point["n"])
    good = 0
    for point in points:
        size = point["n"]
        if size > len(hashes):
            raise Fault(len(hashes) + 1, f"Faltan entradas: un punto de control firmado cuenta {size}.")
        if size and hashes[size - 1] != point["huella"]:
            raise Fault(good + 1, f"El registro no es el que se firmó: cambió algo entre la {good + 1} y la {size}.")
        good = size
    return len(points)


def _point(text: str, key: str) -> dict[str, Any]:
    signature, _, statement = text.rstrip("\n").partition(" ")
    if not is_signed(key, statement, signature):
        raise Fault(0, "Un punto de control no tiene la firma de la entidad.")
    point: dict[str, Any] = json.loads(statement)
    return point


def check_receipt(hashes: list[str], receipt: dict[str, Any], key: str) -> int:
    """Compare the chain with a signed receipt. Raises Fault; the number of its entry otherwise."""
    statement, line = receipt["declaracion"], receipt["entrada"]
    promised, fields = json.loads(statement), json.loads(line)
    number, digest = promised["n"], promised["huella"]
    if not is_signed(key, statement, receipt["firma"]):
        raise Fault(number, "El comprobante no tiene la firma de la entidad.")
    if fields["compromiso"] != commitment_to(receipt["sal"], receipt["texto"]):
        raise Fault(number, "El texto del comprobante no es el que se recibió.")
    if fields["n"] != number or entry_hash(fields["prev"], line) != digest:
        raise Fault(number, "La entrada del comprobante no corresponde a su huella.")
    if number > len(hashes):
        raise Fault(number, f"Falta la entrada {number}, que la entidad prometió en un comprobante.")
    if hashes[number - 1] != digest:
        raise Fault(number, f"La entrada {number} no es la que la entidad prometió en un comprobante.")
    return int(number)


def commitment_to(salt: str, text: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


# Ed25519 (RFC 8032), only to check signatures. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT = pow(2, (PRIME - 1) // 4, PRIME)


def is_signed(key: str, statement: str, signature: str) -> bool:
    """Whether this hexadecimal signature of a text was made with the private part of this hexadecimal key."""
    try:
        public, mark = bytes.fromhex(key), bytes.fromhex(signature)
    except ValueError:
        return False
    if len(public) != 32 or len(mark) != 64:
        return False
    point, nonce = _decoded(public), _decoded(mark[:32])
    scalar = int.from_bytes(mark[32:], "little")
    if point is None or nonce is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(mark[:32] + public + statement.encode()).digest(), "little") % ORDER
    return _same(_times(scalar, BASE), _sum(nonce, _times(challenge, point)))


def _decoded(encoded: bytes) -> Point | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = _x_of(y, sign) if y < PRIME else None
    return None if x is None else (x, y, 1, x * y % PRIME)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    return PRIME - x if x & 1 != sign else x


def _sum(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % PRIME
    b = (one[1] + one[0]) * (other[1] + other[0]) % PRIME
    c = 2 * one[3] * other[3] * CURVE % PRIME
    d = 2 * one[2] * other[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _sum(total, point)
        point, scalar = _sum(point, point), scalar >> 1
    return total


def _same(one: Point, other: Point) -> bool:
    return not (one[0] * other[2] - other[0] * one[2]) % PRIME and not (one[1] * other[2] - other[1] * one[2]) % PRIME


_BASE_Y = 4 * pow(5, PRIME - 2, PRIME) % PRIME
_BASE_X = _x_of(_BASE_Y, 0) or 0
BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % PRIME)


def main(arguments: list[str] | None = None) -> int:
    wanted = _wanted(arguments)
    try:
        for sentence in _report(wanted):
            sys.stdout.write(f"{sentence}\n")
    except Fault as fault:
        sys.stdout.write(f"NO COINCIDE. {fault}\nAvise a la Personería y guarde estos archivos.\n")
        return 1
    except UNREADABLE as error:
        sys.stdout.write(f"No se pudo leer un archivo: {error}\n")
        return 1
    return 0


def _wanted(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Verifica el registro público de preguntas.")
    parser.add_argument("registro", type=Path)
    parser.add_argument("--puntos", type=Path, action="append", default=[])
    parser.add_argument("--comprobante", type=Path, action="append", default=[])
    parser.add_argument("--clave", default="")
    wanted = parser.parse_args(arguments)
    if (wanted.puntos or wanted.comprobante) and not wanted.clave:
        parser.error("para comprobar una firma falta la clave pública: --clave CLAVE")
    return wanted


def _report(wanted: argparse.Namespace) -> Iterator[str]:
    with wanted.registro.open(encoding=ENCODING) as lines:
        hashes = read_chain(lines)
    yield f"La cadena está completa: {len(hashes)} entradas. Huella: {(hashes or [GENESIS])[-1]}"
    for path in wanted.puntos:
        count = check_points(hashes, path.read_text(encoding=ENCODING).split("\n"), wanted.clave)
        yield f"Coincide con {count} puntos de control firmados."
    for path in wanted.comprobante:
        number = check_receipt(hashes, json.loads(path.read_text(encoding=ENCODING)), wanted.clave)
        yield f"El comprobante coincide: está en la entrada {number}."


if __name__ == "__main__":
    sys.exit(main())
