"""What the page of a space says of its reports, and what hangs from the activities that they fulfil."""

from flask import url_for

from participa.accounts.models import User
from participa.events.doors import Door
from participa.events.models import Event
from participa.reports import building, rules
from participa.reports.kinds import Scope, Subject, all_kinds
from participa.reports.models import KeptReport
from participa.reports.queries import kept
from participa.shared.clock import local
from participa.shared.templating import counted, plain_day
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity


def for_everybody(event: Event) -> list[Door]:
    """One door for each published report that can be read."""
    return [_door(report) for report in kept.public_of_event(event) if not report.is_out_of_sight]


def _door(report: KeptReport) -> Door:
    kind, newest = building.kind(report), report.newest
    day = plain_day(newest.cut_at) if newest else ""
    text = f"{kind.describe} Datos del {day}, con archivos para descargar."
    return Door(kind.label, text, url_for("reports.detail", slug=report.slug), f"Leer: {kind.label.lower()}")


def for_team(event: Event, person: User) -> list[Door]:
    """The reports of the space in one door: which ones there are and how they go."""
    if person.role not in rules.READERS:
        return []
    begun = kept.of_event(event)
    offered = _offered(event, person, begun)
    if not begun and not offered:
        return []
    url = url_for("reports.staff.new", espacio=event.slug)
    return [Door("Informes del espacio", _progress(begun, offered), url, "Ver los informes")]


def _offered(event: Event, person: User, begun: list[KeptReport]) -> int:
    """How many kinds this person may begin of the space."""
    subject = Subject(Scope.EVENT, local(event.starts_at).year, event)
    names = {report.kind for report in begun}
    kinds = (kind for kind in all_kinds() if kind.scope is Scope.EVENT and kind.name not in names)
    return sum(rules.writes(person, kind) and kind.is_for(subject) for kind in kinds)


def _progress(begun: list[KeptReport], offered: int) -> str:
    public = sum(report.is_public for report in begun)
    told = []
    if begun:
        told.append(f"Hay {counted(len(begun), 'informe', 'informes')}, {counted(public, 'publicado', 'publicados')}.")
    if offered:
        told.append(
            f"Puede preparar {counted(offered, 'más' if begun else 'informe', 'más' if begun else 'informes')}."
        )
    return " ".join(told)


def of_activity(activity: Activity) -> list[Hanging]:
    """The published reports that fulfil the activity."""
    return [_hanging(report) for report in kept.of_activity(activity)]


def _hanging(report: KeptReport) -> Hanging:
    url = url_for("reports.detail", slug=report.slug)
    if report.is_out_of_sight:
        return Hanging("Informe", report.title, url, "Retirado", "bad", report.published_at)
    state = f"Versión {report.newest.number}" if report.newest else ""
    return Hanging("Informe", report.title, url, state, "good", report.published_at)
