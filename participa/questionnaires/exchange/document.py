"""Our own document: everything a questionnaire is made of, as JSON. It is read strictly: nothing unknown gets in."""

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from participa.questionnaires.engine.branching import OPERATORS
from participa.questionnaires.engine.definition import (
    DECLINED,
    MOST_ITEMS,
    MOST_OPTIONS,
    NAME,
    Definition,
    Item,
    ItemType,
    Operator,
    from_document,
    to_document,
)
from participa.questionnaires.exchange.brought import Brought
from participa.questionnaires.models import Purpose
from participa.shared.errors import Invalid
from participa.shared.html import to_plain

FORMAT, VERSION = "participa.cuestionario", 1
MOST_BYTES = 2 * 1024 * 1024
CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
MOST_TESTS, LARGEST = 20, 10**9
LONGEST = {"title": 200, "intro": 2000, "thanks": 2000, "label": 500, "help": 1000, "option": 200, "value": 40}
NOT_OURS = "El archivo no es un cuestionario de esta plataforma. Expórtelo de nuevo como JSON, o suba un XLSForm."
NEWER = "El archivo es de una versión más nueva de la plataforma. No se leyó."
Parts = Mapping[str, Any]


def write(title: str, purpose: Purpose, definition: Definition) -> bytes:
    """The document of a questionnaire."""
    whole = {"format": FORMAT, "version": VERSION, "title": title, "purpose": purpose.value}
    return json.dumps({**whole, "definition": to_document(definition)}, ensure_ascii=False, indent=1).encode()


def read(data: bytes) -> Brought:
    """The questionnaire of a document. Raises Invalid, with what is wrong, for any other file."""
    whole = _parts(_loaded(data), {"format", "version", "title", "purpose", "definition"}, "El archivo")
    if whole.get("format") != FORMAT:
        raise Invalid(NOT_OURS)
    if whole.get("version") != VERSION:
        raise Invalid(NEWER)
    purpose = whole.get("purpose")
    if purpose not in set(Purpose):
        raise Invalid("El archivo no dice para qué se usa el cuestionario.")
    title = _text(whole, "title", "El nombre")
    return Brought(title, Purpose(purpose), checked(whole.get("definition")))


def pack(written: bytes) -> str:
    """A document as a hidden field carries it: without quotes or line ends that a form could change."""
    return b64encode(written).decode()


def unpack(packed: str) -> Brought:
    """The questionnaire of a hidden field. Raises as `read`."""
    try:
        return read(b64decode(packed, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Invalid(NOT_OURS) from error


def _loaded(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise Invalid("El archivo pesa más de 2 MB. Un cuestionario pesa mucho menos.")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Invalid(NOT_OURS) from error


def _no_number(_text: str) -> NoReturn:
    raise ValueError


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def checked(document: Any) -> Definition:
    """The definition of a document from outside. Raises Invalid, with the number of the question."""
    parts = _parts(document, {"items", "intro", "thanks"}, "El cuestionario")
    items = _list(parts, "items", MOST_ITEMS, "El cuestionario")
    tidy = [_item(item, f"La pregunta {number}") for number, item in enumerate(items, 1)]
    words = {name: _text(parts, name, "El texto") for name in ("intro", "thanks")}
    definition = from_document({"items": tidy, **words})
    _check_names(definition)
    return definition


def _parts(value: Any, known: set[str], who: str) -> Parts:
    if not isinstance(value, dict):
        raise Invalid(NOT_OURS)
    if unknown := sorted(set(value) - known):
        raise Invalid(f"{who} trae un dato que no se conoce: «{unknown[0][:40]}».")
    return value


def _list(parts: Parts, name: str, most: int, who: str) -> list[Any]:
    found = parts.get(name, [])
    if not isinstance(found, list):
        raise Invalid(NOT_OURS)
    if len(found) > most:
        raise Invalid(f"{who} trae más de {most} elementos en una lista.")
    return found


def _text(parts: Parts, name: str, who: str, kind: str = "") -> str:
    found = parts.get(name, "")
    if not isinstance(found, str):
        raise Invalid(f"{who} trae algo que no es texto.")
    if len(found) > LONGEST[kind or name]:
        raise Invalid(f"{who} trae un texto de más de {LONGEST[kind or name]} letras.")
    return to_plain(found)


def _flag(parts: Parts, name: str, who: str) -> bool:
    found = parts.get(name, False)
    if not isinstance(found, bool):
        raise Invalid(f"{who} trae un dato que no es sí o no.")
    return found


def _limit(parts: Parts, name: str, who: str) -> int | None:
    found = parts.get(name)
    if found is not None and (not isinstance(found, int) or isinstance(found, bool) or abs(found) > LARGEST):
        raise Invalid(f"{who} trae un límite que no es un número entero.")
    return found


TEXTS, FLAGS, LIMITS = (
    ("label", "help"),
    ("is_required", "shuffles", "may_decline", "starts_page"),
    ("minimum", "maximum"),
)
READERS: dict[tuple[str, ...], Callable[[Parts, str, str], Any]] = {TEXTS: _text, FLAGS: _flag, LIMITS: _limit}
KNOWN = {"name", "type", "options", "rows", "condition", *TEXTS, *FLAGS, *LIMITS}


def _item(value: Any, who: str) -> dict[str, Any]:
    parts = _parts(value, KNOWN, who)
    name, kind = parts.get("name"), parts.get("type")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise Invalid(f"{who} no tiene un nombre que sirva.")
    if kind not in set(ItemType):
        raise Invalid(f"{who} es de una clase que no se conoce.")
    plain = {one: reader(parts, one, who) for names, reader in READERS.items() for one in names}
    options = {one: _options(parts, one, who) for one in ("options", "rows")}
    return {"name": name, "type": kind, **plain, **options, "condition": _condition(parts.get("condition"), who)}


def _options(parts: Parts, name: str, who: str) -> list[dict[str, str]]:
    found = [_parts(one, {"code", "label"}, who) for one in _list(parts, name, MOST_OPTIONS, who)]
    tidy = [{"code": one.get("code"), "label": _text(one, "label", who, "option")} for one in found]
    codes = [one["code"] for one in tidy]
    if not all(isinstance(code, str) and CODE.fullmatch(code) and code != DECLINED for code in codes):
        raise Invalid(f"{who} tiene una opción con un código que no sirve.")
    if len(set(codes)) < len(codes):
        raise Invalid(f"{who} tiene dos opciones con el mismo código.")
    return [{"code": str(one["code"]), "label": str(one["label"])} for one in tidy]


def _condition(value: Any, who: str) -> dict[str, Any] | None:
    if value is None:
        return None
    parts = _parts(value, {"tests", "needs_all"}, who)
    tests = [_test(one, who) for one in _list(parts, "tests", MOST_TESTS, who)]
    needs_all = parts.get("needs_all", True)
    if not tests or not isinstance(needs_all, bool):
        raise Invalid(f"{who} tiene una condición que no se entiende.")
    return {"tests": tests, "needs_all": needs_all}


def _test(value: Any, who: str) -> dict[str, str]:
    parts = _parts(value, {"item", "operator", "value"}, who)
    name, operator = parts.get("item"), parts.get("operator")
    if not isinstance(name, str) or operator not in set(Operator):
        raise Invalid(f"{who} tiene una condición que no se entiende.")
    return {"item": name, "operator": operator, "value": _text(parts, "value", who)}


def _check_names(definition: Definition) -> None:
    """Each name once, and each condition looks at an earlier item in a way that its type allows."""
    before: dict[str, Item] = {}
    for number, item in enumerate(definition.items, 1):
        if item.name in before:
            raise Invalid(f"La pregunta {number} tiene el nombre de otra: «{item.name}».")
        for test in item.condition.tests if item.condition else ():
            looked_at = before.get(test.item)
            if looked_at is None or test.operator not in OPERATORS[looked_at.type]:
                raise Invalid(
                    f"La pregunta {number} depende de una pregunta que no está antes o que no sirve para eso."
                )
        before[item.name] = item
