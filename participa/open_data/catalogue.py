"""The catalogue for harvesters, in the words of DCAT-AP: what there is, where, in which form and under which licence.

The same description is written as JSON-LD and as Turtle.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from flask import current_app

from participa.config import Settings
from participa.open_data.addresses import page
from participa.open_data.dumping import LATEST, TYPES, Dump
from participa.open_data.fields import Resource
from participa.open_data.licence import licence
from participa.open_data.resources import RESOURCES

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SPANISH = "http://publications.europa.eu/resource/authority/language/SPA"
DAILY = "http://publications.europa.eu/resource/authority/frequency/DAILY"
GOVERNMENT = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
COLOMBIA = "http://publications.europa.eu/resource/authority/country/COL"
FORMATS = {
    ".csv": "http://publications.europa.eu/resource/authority/file-type/CSV",
    ".json": "http://publications.europa.eu/resource/authority/file-type/JSON",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
KEYWORDS = ("rendición de cuentas", "participación ciudadana", "transparencia", "municipio")
Node: TypeAlias = Mapping[str, Any]


def nodes(site: str, dump: Dump | None) -> list[Node]:
    """The catalogue, its publisher, its service and every table, as JSON-LD objects. `site` comes before addresses."""
    service = page(site, "open_data.api.tables")
    return [
        _catalogue(site, service, dump),
        _publisher(site),
        _service(site, service),
        *(node for resource in RESOURCES for node in _dataset(resource, site, service, dump)),
    ]


def as_json_ld(found: Sequence[Node]) -> bytes:
    return json.dumps({"@context": PREFIXES, "@graph": found}, ensure_ascii=False, indent=1).encode()


def as_turtle(found: Sequence[Node]) -> bytes:
    heads = [f"@prefix {name}: <{url}> ." for name, url in PREFIXES.items()]
    return "\n".join([*heads, "", *(_subject(node) for node in found)]).encode()


WRITERS: dict[str, tuple[str, Callable[[Sequence[Node]], bytes]]] = {
    "jsonld": ("application/ld+json; charset=utf-8", as_json_ld),
    "ttl": ("text/turtle; charset=utf-8", as_turtle),
}


def _catalogue(site: str, service: str, dump: Dump | None) -> Node:
    name = _settings().entity.name
    return {
        "@id": _catalogue_id(site),
        "@type": "dcat:Catalog",
        "dct:title": _said(f"Datos abiertos de participación. {name}"),
        "dct:description": _said("Preguntas y respuestas, espacios, compromisos y el resto de la rendición."),
        "dct:publisher": _at(_publisher_id(site)),
        "dct:language": _at(SPANISH),
        "dct:license": _at(licence().url),
        "dct:spatial": _at(COLOMBIA),
        "foaf:homepage": _at(page(site, "open_data.index")),
        "dcat:dataset": [_at(_dataset_id(resource, site)) for resource in RESOURCES],
        "dcat:service": _at(service),
        **_modified(dump),
    }


def _catalogue_id(site: str) -> str:
    return page(site, "open_data.index") + "#catalogo"


def _publisher_id(site: str) -> str:
    return page(site, "open_data.index") + "#entidad"


def _dataset_id(resource: Resource, site: str) -> str:
    return page(site, "open_data.table", name=resource.name)


def _publisher(site: str) -> Node:
    entity = _settings().entity
    home = {"foaf:homepage": _at(entity.website)} if entity.website.startswith("http") else {}
    mail = {"foaf:mbox": _at(f"mailto:{entity.email}")} if entity.email else {}
    return {"@id": _publisher_id(site), "@type": "foaf:Agent", "foaf:name": _said(entity.name), **home, **mail}


def _service(site: str, service: str) -> Node:
    return {
        "@id": service,
        "@type": "dcat:DataService",
        "dct:title": _said("Interfaz para programas"),
        "dcat:endpointURL": _at(service),
        "dcat:endpointDescription": _at(page(site, "open_data.api.openapi")),
        "dct:license": _at(licence().url),
        "dcat:servesDataset": [_at(_dataset_id(resource, site)) for resource in RESOURCES],
    }


def _dataset(resource: Resource, site: str, service: str, dump: Dump | None) -> list[Node]:
    own = _dataset_id(resource, site)
    files = [_file(resource, kind, site, dump) for kind in TYPES]
    entity = _settings().entity
    contact = {"@type": "vcard:Organization", "vcard:fn": _said(entity.name)}
    if entity.email:
        contact["vcard:hasEmail"] = _at(f"mailto:{entity.email}")
    dataset = {
        "@id": own,
        "@type": "dcat:Dataset",
        "dct:identifier": resource.name,
        "dct:title": _said(resource.title),
        "dct:description": _said(resource.about),
        "dct:publisher": _at(_publisher_id(site)),
        "dcat:contactPoint": contact,
        "dct:language": _at(SPANISH),
        "dct:spatial": _at(COLOMBIA),
        "dct:accrualPeriodicity": _at(DAILY),
        "dcat:theme": _at(GOVERNMENT),
        "dcat:keyword": [_said(word) for word in KEYWORDS],
        "dcat:landingPage": _at(own),
        "dcat:distribution": [_at(file["@id"]) for file in files] + [_at(f"{own}#interfaz")],
        **_modified(dump),
    }
    return [dataset, *files, _by_service(resource, own, site, service)]


def _file(resource: Resource, kind: str, site: str, dump: Dump | None) -> Node:
    address = page(site, "open_data.download", day=LATEST, name=f"{resource.name}{kind}")
    made = dump.files.get(f"{resource.name}{kind}") if dump else None
    known: Node = {}
    if made is not None:
        algorithm = _at(PREFIXES["spdx"] + "checksumAlgorithm_sha256")
        digest = _typed(made.digest, "xsd:hexBinary")
        checksum = {"@type": "spdx:Checksum", "spdx:algorithm": algorithm, "spdx:checksumValue": digest}
        known = {"dcat:byteSize": _typed(str(made.size), "xsd:nonNegativeInteger"), "spdx:checksum": checksum}
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _said(f"{resource.title} ({kind[1:].upper()})"),
        "dcat:accessURL": _at(_dataset_id(resource, site)),
        "dcat:downloadURL": _at(address),
        "dcat:mediaType": _at(MEDIA + TYPES[kind].partition(";")[0]),
        "dct:format": _at(FORMATS[kind]),
        "dct:license": _at(licence().url),
        **_modified(dump),
        **known,
    }


def _by_service(resource: Resource, own: str, site: str, service: str) -> Node:
    return {
        "@id": f"{own}#interfaz",
        "@type": "dcat:Distribution",
        "dct:title": _said(f"{resource.title} (interfaz para programas)"),
        "dcat:accessURL": _at(page(site, "open_data.api.rows", name=resource.name)),
        "dcat:accessService": _at(service),
        "dcat:mediaType": _at(f"{MEDIA}application/json"),
        "dct:format": _at(FORMATS[".json"]),
        "dct:license": _at(licence().url),
    }


def _modified(dump: Dump | None) -> Node:
    return {"dct:modified": _typed(dump.made_at.isoformat(), "xsd:dateTime")} if dump else {}


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _said(text: str) -> Node:
    return {"@value": text, "@language": "es"}


def _typed(text: str, kind: str) -> Node:
    return {"@value": text, "@type": kind}


def _at(address: str) -> dict[str, str]:
    return {"@id": address}


def _subject(node: Node) -> str:
    return f"<{node['@id']}> {_pairs(node)} .\n"


def _pairs(node: Node) -> str:
    told = [f"a {node['@type']}"]
    for name, value in node.items():
        if not name.startswith("@"):
            values = value if isinstance(value, list) else [value]
            told.append(f"{name} {', '.join(map(_object, values))}")
    return " ;\n    ".join(told)


def _object(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if "@id" in value:
        return f"<{value['@id']}>"
    if "@value" not in value:
        return f"[ {_pairs(value)} ]"
    suffix = f"@{value['@language']}" if "@language" in value else f"^^{value['@type']}"
    return _quoted(value["@value"]) + suffix


def _quoted(text: str) -> str:
    """A literal of Turtle, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
