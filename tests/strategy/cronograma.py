"""Small cronogramas written in a text, and what was read of them."""

import json
from dataclasses import asdict

HEADER = "No.\tACTIVIDAD\tFECHA INICIAL\tFECHA FINAL\tRESPONSABLE"


def table(*rows, header=HEADER):
    return "\n".join([header, *rows]) + "\n"


def activity(code="1", name="Sembrar árboles", start="3/03/2025", end="4/03/2025", responsible="Secretaría de Parques"):
    return "\t".join((code, name, start, end, responsible))


def codes_of(warnings):
    return [warning.code for warning in warnings]


def only(plan):
    (single,) = plan.activities
    return single


def all_texts(plan):
    data = asdict(plan)
    for part in (data, *data["activities"]):
        del part["warnings"]
    return json.dumps(data, ensure_ascii=False, default=str)
