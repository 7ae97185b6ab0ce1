"""The description of the interface for programs (OpenAPI 3.1), made from the same list of tables that it serves."""

import json
from typing import Any

from participa.open_data import problems
from participa.open_data.asking import AFTER, FIRST_YEAR, LAST_YEAR, LIMIT, MOST, USUAL
from participa.open_data.fields import Field, FieldKind, Filter, Resource
from participa.open_data.licence import credit, licence
from participa.open_data.resources import RESOURCES
from participa.shared.addresses import LARGEST

VERSION = "1"
RELEASE = "1.0.0"
Document = dict[str, Any]
SCHEMAS: dict[FieldKind, Document] = {
    FieldKind.TEXT: {"type": "string"},
    FieldKind.WHOLE: {"type": "integer"},
    FieldKind.DECIMAL: {"type": "number"},
    FieldKind.YES_NO: {"type": "boolean"},
    FieldKind.DAY: {"type": "string", "format": "date"},
    FieldKind.INSTANT: {"type": "string", "format": "date-time"},
    FieldKind.ADDRESS: {"type": "string", "format": "uri"},
    FieldKind.LIST: {"type": "array", "items": {"type": "string"}},
}
ABOUT = (
    "Datos abiertos de participación y rendición de cuentas. Solo lectura, sin clave. "
    "Las filas de cada tabla vienen por páginas: siga la dirección de «siguiente» hasta que no haya. "
    "Los campos de esta versión no se quitan ni cambian de sentido; pueden llegar otros nuevos."
)


def write(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def licence_document() -> Document:
    found = licence()
    return {"nombre": found.name, "direccion": found.url, "como_citar": credit()}


def document(base: str, entity: str) -> Document:
    """The whole description; `base` is the address of the interface."""
    found = licence()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Datos abiertos de participación. {entity}",
            "version": RELEASE,
            "description": ABOUT,
            "license": {"name": found.name, "url": found.url},
        },
        "servers": [{"url": base}],
        "tags": [{"name": one.name, "description": one.about} for one in RESOURCES],
        "paths": {"/": {"get": _index()}, **{f"/{one.name}": {"get": _operation(one)} for one in RESOURCES}},
        "components": {
            "schemas": {"problema": PROBLEM, **{one.name: row_schema(one) for one in RESOURCES}},
            "responses": {"problema": _answer("Lo que está mal, en una frase.", _ref("problema"), problems.KIND)},
        },
    }


PROBLEM: Document = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parametro": {"type": "string"},
    },
    "additionalProperties": False,
}


def row_schema(resource: Resource) -> Document:
    """What a row of a table holds; nothing else comes in it."""
    return {
        "type": "object",
        "description": resource.about,
        "required": [one.name for one in resource.fields],
        "properties": {one.name: field_schema(one) for one in resource.fields},
        "additionalProperties": False,
    }


def field_schema(of: Field) -> Document:
    schema = {**SCHEMAS[of.kind], "description": of.words}
    if of.codes and of.kind is FieldKind.LIST:
        schema["items"] = {"type": "string", "enum": list(of.codes)}
    elif of.codes:
        schema["enum"] = [*of.codes, *([None] if of.may_be_empty else [])]
    if of.may_be_empty:
        schema["type"] = [schema["type"], "null"]
    return schema


def _operation(resource: Resource) -> Document:
    body = {
        "type": "object",
        "required": ["tabla", "siguiente", "datos"],
        "properties": {
            "tabla": {"const": resource.name},
            "siguiente": {"type": ["string", "null"], "format": "uri", "description": "Las filas que siguen."},
            "datos": {"type": "array", "maxItems": MOST, "items": _ref(resource.name)},
        },
        "additionalProperties": False,
    }
    return {
        "operationId": f"leer_{resource.name.replace('-', '_')}",
        "tags": [resource.name],
        "summary": resource.title,
        "description": resource.about,
        "parameters": [*(_filter(resource, one) for one in resource.filters), *PAGING],
        "responses": {
            "200": _answer("Filas de la tabla, y dónde siguen.", body),
            "400": {"$ref": "#/components/responses/problema"},
        },
    }


def _filter(resource: Resource, of: Filter) -> Document:
    schemas: dict[Filter, Document] = {
        Filter.YEAR: {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        Filter.OFFICE: {"type": "integer", "minimum": 1, "maximum": LARGEST},
        Filter.STATE: {"type": "string", "enum": list(resource.states)},
        Filter.SINCE: {"type": "string", "format": "date", "pattern": r"^(199[0-9]|20[0-9]{2})-[0-9]{2}-[0-9]{2}$"},
    }
    return _parameter(of.value, resource.filters[of], schemas[of])


def _parameter(name: str, words: str, schema: Document) -> Document:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


PAGING = (
    _parameter(AFTER, "Desde dónde sigue. Lo trae «siguiente».", {"type": "integer", "minimum": 0, "maximum": LARGEST}),
    _parameter(LIMIT, "Cuántas filas, a lo más.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
)


def _index() -> Document:
    return {
        "operationId": "leer_tablas",
        "summary": "Todas las tablas",
        "responses": {"200": _answer("Las tablas y sus direcciones.", {"type": "object", "required": ["tablas"]})},
    }


def _answer(words: str, schema: Document, kind: str = "application/json") -> Document:
    return {"description": words, "content": {kind: {"schema": schema}}}


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}
