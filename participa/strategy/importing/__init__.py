"""Importador de cronogramas: lee una tabla real y muestra qué entendió, sin guardar nada.

One pipeline for every document: source → grid → headers → layout → assembly → fields → checks → plan.
"""

from participa.strategy.importing.documents import read_document
from participa.strategy.importing.grid import Row
from participa.strategy.importing.output import as_dict, fingerprint
from participa.strategy.importing.pipeline import plan_of, read_plan
from participa.strategy.importing.plan import (
    ImportedActivity,
    ImportedColumn,
    ImportedPlan,
    ImportedSection,
    ImportedTable,
    PlanWarning,
    SourceLine,
    WarningCode,
)
from participa.strategy.importing.problems import ImportProblem, NoSchedule
from participa.strategy.importing.sections import suggest
from participa.strategy.importing.stored import activity_from_json, activity_to_json, from_json, to_json

__all__ = [
    "ImportProblem",
    "ImportedActivity",
    "ImportedColumn",
    "ImportedPlan",
    "ImportedSection",
    "ImportedTable",
    "NoSchedule",
    "PlanWarning",
    "Row",
    "SourceLine",
    "WarningCode",
    "activity_from_json",
    "activity_to_json",
    "as_dict",
    "fingerprint",
    "from_json",
    "plan_of",
    "read_document",
    "read_plan",
    "suggest",
    "to_json",
]
