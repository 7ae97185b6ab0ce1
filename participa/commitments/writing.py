"""Commitments as files to take along. Only what everybody may read, field by field."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from participa.commitments.models import (
    STATE_LABELS,
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentEvidence,
)
from participa.commitments.queries.public import Listed
from participa.commitments.standing import STANDING_LABELS, standing_of
from participa.shared import tables
from participa.shared.clock import local

Address = Callable[[str], str]  # of the page with this code, or of the evidence with this random name
Sharing = Mapping[int, Sequence[str]]
NONE: Sequence[str] = ()
TITLE = "Compromisos"


def record(one: Listed, shared_with: Sequence[str], page: Address) -> dict[str, str | int]:
    """A line of the list by heading. Days as 2026-08-04, of Colombia."""
    return {
        "Código": one.code,
        "Compromiso": one.text,
        "Cómo va": one.standing_label,
        "Estado informado": STATE_LABELS[one.state],
        "Avance informado (%)": one.percent,
        "Pasos cumplidos": one.steps_done,
        "Pasos": one.steps,
        "Última verificación": one.agreement_label or "Sin verificar",
        "Dependencia responsable": one.lead,
        "Comparten": "; ".join(shared_with),
        "Territorio": one.territory,
        "Espacio": one.event_title or "",
        "Cómo se sabrá": one.how_known,
        "Prometido el": _day(one.promised_on),
        "Primera fecha": _day(one.first_due_on),
        "Fecha de hoy": _day(one.due_on),
        "Cumplido el": _day(one.fulfilled_on),
        "Publicado el": _day(local(one.published_at).date()),
        "Página": page(one.code),
    }


def as_csv(rows: Sequence[Listed], sharing: Sharing, page: Address) -> bytes:
    return tables.as_csv(*_table(rows, sharing, page))


def as_workbook(rows: Sequence[Listed], sharing: Sharing, page: Address) -> bytes:
    return tables.as_workbook(TITLE, *_table(rows, sharing, page))


def as_json(rows: Sequence[Listed], sharing: Sharing, page: Address) -> bytes:
    return _json([record(one, sharing.get(one.id, NONE), page) for one in rows])


def history(commitment: Commitment, day: date, page: Address, evidence: Address) -> bytes:
    """One commitment with everything that happened to it, the oldest first, as JSON."""
    return _json(
        {
            "codigo": commitment.code,
            "clase": commitment.kind_label,
            "compromiso": commitment.text,
            "alcance": commitment.scope,
            "como_se_sabra": commitment.how_known,
            "como_va": STANDING_LABELS[standing_of(commitment, day)],
            "estado_informado": commitment.state_label,
            "avance_informado": commitment.percent,
            "origen": commitment.origin_label,
            "dependencia_responsable": commitment.lead.name,
            "comparten": [office.department.name for office in commitment.offices],
            "otras_entidades": [partner.name for partner in commitment.partners],
            "territorio": commitment.territory,
            "meta_del_plan": commitment.plan_goal,
            "prioridad": commitment.priority_label,
            "prometido_el": _day(commitment.promised_on),
            "primera_fecha": _day(commitment.first_due_on),
            "fecha_de_hoy": _day(commitment.due_on),
            "cumplido_el": _day(commitment.fulfilled_on),
            "pasos": [
                {"paso": step.text, "fecha": _day(step.due_on), "cumplido_el": _day(step.done_on)}
                for step in commitment.steps
            ],
            "historia": [_entry(entry, evidence) for entry in commitment.entries],
            "verificaciones": [_check(check, evidence) for check in commitment.checks],
            "pagina": page(commitment.code),
        }
    )


def _entry(entry: CommitmentEntry, address: Address) -> dict[str, Any]:
    return {
        "fecha": local(entry.at).isoformat(),
        "que": entry.label,
        "texto": entry.text,
        "quien": entry.by_whom,
        "paso": entry.step.text if entry.step else "",
        "avance_antes": entry.from_percent,
        "avance": entry.percent,
        "fecha_anterior": _day(entry.old_due_on),
        "fecha_nueva": _day(entry.new_due_on),
        "evidencia": _evidence(entry.evidence, address),
        "evidencia_no_publica": _kept_apart(entry.evidence),
    }


def _check(check: CommitmentCheck, address: Address) -> dict[str, Any]:
    return {
        "fecha": _day(check.checked_on),
        "quien": check.by_whom,
        "encontro": check.completion_label,
        "resultado": check.agreement_label,
        "nota": check.note,
        "avance_informado": check.reported_percent,
        "evidencia": _evidence(check.evidence, address),
        "evidencia_no_publica": _kept_apart(check.evidence),
    }


def _evidence(evidence: Sequence[CommitmentEvidence], address: Address) -> list[dict[str, str]]:
    return [
        {"que_muestra": one.description, "direccion": address(one.file.name) if one.file else one.url}
        for one in evidence
        if not one.is_internal
    ]


def _kept_apart(evidence: Sequence[CommitmentEvidence]) -> int:
    """How many pieces only the entity sees."""
    return sum(one.is_internal for one in evidence)


def _table(rows: Sequence[Listed], sharing: Sharing, page: Address) -> tuple[list[str], list[list[str]]]:
    told = [record(one, sharing.get(one.id, NONE), page) for one in rows]
    return HEADINGS, [[str(value) for value in line.values()] for line in told]


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


HEADINGS = [
    *("Código", "Compromiso", "Cómo va", "Estado informado", "Avance informado (%)", "Pasos cumplidos", "Pasos"),
    *("Última verificación", "Dependencia responsable", "Comparten", "Territorio", "Espacio", "Cómo se sabrá"),
    *("Prometido el", "Primera fecha", "Fecha de hoy", "Cumplido el", "Publicado el", "Página"),
]
