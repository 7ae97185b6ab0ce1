"""An activity in words, field by field: for its page and for what changed between two versions."""

from collections.abc import Callable, Mapping

from participa.shared.templating import number, plain_day
from participa.strategy import when
from participa.strategy.models import ELEMENTO_LABELS, ETAPA_LABELS, Activity


def elemento(activity: Activity) -> str:
    """Its own element, or else the one of its section."""
    return ELEMENTO_LABELS.get(activity.elemento or activity.section.elemento or "", "")


def etapas(activity: Activity) -> str:
    """Its own stages, or else the one of its section, in the order of the Manual Único."""
    chosen = activity.etapas or [activity.section.etapa]
    return ", ".join(label for code, label in ETAPA_LABELS.items() if code in chosen)


def budget(activity: Activity) -> str:
    """Whole Colombian pesos: $ 1.500.000"""
    return "" if activity.budget is None else f"$\u00a0{number(activity.budget)}"


def goals_of_the_world(activity: Activity) -> str:
    """The sustainable development goals (ODS) by number."""
    return ", ".join(str(goal) for goal in sorted(activity.ods))


def _names(rows: list[str]) -> str:
    return ", ".join(rows)


FIELDS: Mapping[str, Callable[[Activity], str]] = {
    "Sección": lambda activity: activity.section.label,
    "Código": lambda activity: activity.code,
    "Actividad": lambda activity: activity.name,
    "Responsable": lambda activity: activity.responsible_text,
    "Dependencias": lambda activity: _names([office.name for office in activity.departments]),
    "Elemento": elemento,
    "Etapas": etapas,
    "Inicio": lambda activity: plain_day(activity.starts_on) if activity.starts_on else "",
    "Fin": lambda activity: plain_day(activity.ends_on) if activity.ends_on else "",
    "Periodos": lambda activity: when.in_words(activity.periods or ()),
    "Fecha escrita": lambda activity: activity.date_text,
    "Meta o producto": lambda activity: activity.goal,
    "Indicador": lambda activity: activity.indicator,
    "Meta del plan de desarrollo": lambda activity: activity.meta_pdm,
    "ODS": goals_of_the_world,
    "Presupuesto": budget,
    "Grupos de valor": lambda activity: _names([group.name for group in activity.value_groups]),
    "Temas": lambda activity: _names(activity.topics),
}

FURTHER = ("Elemento", "Etapas", "Meta del plan de desarrollo", "ODS", "Presupuesto", "Grupos de valor", "Temas")


def further(activity: Activity) -> list[tuple[str, str]]:
    """What is known besides words, dates and who answers; nothing for what is not written."""
    told = ((label, FIELDS[label](activity)) for label in FURTHER)
    return [(label, words) for label, words in told if words]
