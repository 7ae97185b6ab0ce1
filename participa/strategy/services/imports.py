"""Writing what a document says as a version of the strategy, and taking that back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from participa.accounts.models import Department, User
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Invalid
from participa.strategy import queries, rules
from participa.strategy.comparison import Comparison, compare_pairs
from participa.strategy.importing import ImportedActivity, ImportedPlan, SourceLine, fingerprint
from participa.strategy.importing.folding import fold
from participa.strategy.importing.offices import named_in, offices_of
from participa.strategy.matching import continued
from participa.strategy.models import Activity, Header, Section, Strategy
from participa.strategy.services.permission import require

WITHOUT_SECTION = "Sin sección"
LONGEST_LABEL, LONGEST_CODE, LONGEST_DATE, LONGEST_SOURCE_NAME = 300, 32, 200, 200
MOST_PESOS = 10**15
PESOS = re.compile(r"\$?\s*(\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:[.,]00)?(?:\s*pesos)?", re.IGNORECASE)
IMPORT_LOCK = 0x1A_0000  # with the year; see _wait_for_the_year


@dataclass(frozen=True)
class Result:
    """The strategy made of a document; `is_new` is False when the same document had been imported before."""

    strategy: Strategy
    is_new: bool


@dataclass(frozen=True)
class Proposal:
    """What an import would write: the version, as rows that are not in the database, and what it changes."""

    strategy: Strategy
    present: Strategy | None
    comparison: Comparison


def import_plan(
    plan: ImportedPlan, entity_name: str, year: int, title: str, actor: User | None, source_name: str = ""
) -> Result:
    """Write a plan as a draft, the next version of its year. The same document again changes nothing.

    Raises Forbidden, and Invalid when there is no activity or a cell is too long to be one.
    """
    return write_plan(plan, Header(entity_name, year, title, source_name), actor)


def write_plan(plan: ImportedPlan, header: Header, actor: User | None) -> Result:
    """The same with a header. Activities that continue one of the present version keep its address and its links."""
    require(rules.may_import(actor))
    check_plan(plan)
    _wait_for_the_year(header.year)
    earlier = same_document(plan, header)
    if earlier is not None:
        return Result(earlier, is_new=False)
    strategy = proposal(plan, header).strategy
    strategy.version = queries.latest_version(header.year) + 1
    db.session.add(strategy)
    db.session.flush()  # the history quotes its number
    audit.record("strategy.import", strategy, actor, version=strategy.version, activities=len(plan.activities))
    return Result(strategy, is_new=True)


def _wait_for_the_year(year: int) -> None:
    """On PostgreSQL, let a parallel import of the year finish first; SQLite has one writer at a time anyway."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.uses_sqlite:
        db.session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK + year)))


def same_document(plan: ImportedPlan, header: Header) -> Strategy | None:
    """The version that was made of this document, mended or not; of a mended one only what was written counts.

    None when another version took its place since: the old document again is a change back, and that is a new version.
    """
    mark = fingerprint(plan)
    is_mended = header.source_fingerprint not in ("", mark)
    made = queries.find_imported(header.entity_name, header.year, mark, "" if is_mended else mark)
    present = queries.find_present(header.entity_name, header.year)
    return made if made and present and made.version >= present.version else None


def check_plan(plan: ImportedPlan) -> None:
    """Raises Invalid when there is no activity or a cell is too long to be kept."""
    if not plan.activities:
        reason = next((warning.text for warning in plan.warnings), "")
        raise Invalid(f"No hay actividades para importar. {reason}".strip())
    for section in plan.sections:
        _check_length(section.label, LONGEST_LABEL, "El nombre de la sección", section.line)
    for activity in plan.activities:
        _check_length(activity.code, LONGEST_CODE, "El número de la actividad", activity.line)
        _check_length(activity.date_text, LONGEST_DATE, "La fecha", activity.line)


def _check_length(text: str, most: int, what: str, line: int) -> None:
    if len(text) > most:
        raise Invalid(f"{what} de la línea {line} tiene más de {most} letras. Revise esa línea.")


def proposal(plan: ImportedPlan, header: Header, further_offices: Sequence[str] = ()) -> Proposal:
    """What the plan would write and what it changes of the present version. Writes nothing.

    `further_offices` are names that would be created.
    """
    present = queries.find_present(header.entity_name, header.year)
    before = queries.whole_activities(present) if present else []
    strategy = _strategy(plan, header, present)
    links = _Links(queries.active_departments(), further_offices, queries.slugs_of_the_year(strategy))
    twins = continued(before, plan)
    places = {id(imported): place for place, imported in enumerate(plan.activities)}
    pairs: list[tuple[Activity | None, Activity]] = []
    for position, label, elemento, etapa in _sections(plan):
        section = Section(position=position, label=label, elemento=elemento, etapa=etapa)
        strategy.sections.append(section)
        for imported in plan.activities:
            if (imported.section_position or 0) == position:
                twin = twins.get(places[id(imported)])
                activity = _activity(strategy, section, imported, twin, links)
                section.activities.append(activity)
                pairs.append((twin, activity))
    return Proposal(strategy, present, compare_pairs(before, pairs))


def _strategy(plan: ImportedPlan, header: Header, present: Strategy | None) -> Strategy:
    return Strategy(
        entity_name=header.entity_name,
        year=header.year,
        version=queries.latest_version(header.year) + 1,
        title=header.title,
        objective=present.objective if present else "",
        source_name=header.source_name[-LONGEST_SOURCE_NAME:],
        fingerprint=fingerprint(plan),
        source_fingerprint=header.source_fingerprint or fingerprint(plan),
        unassigned_lines=_other_lines(plan),
        created_at=now(),
        replaces_id=present.id if present and present.is_public else None,
    )


def _other_lines(plan: ImportedPlan) -> list[dict[str, Any]]:
    lines: list[SourceLine] = [*plan.title_lines, *plan.unassigned_lines]
    return [asdict(line) for line in sorted(lines, key=lambda line: line.line)]


def _sections(plan: ImportedPlan) -> list[tuple[int, str, str | None, str | None]]:
    loose = [(0, WITHOUT_SECTION, None, None)] if plan.activities_of(None) else []
    return [*loose, *((part.position, part.label, part.elemento, part.etapa) for part in plan.sections)]


class _Links:
    """The offices that texts are linked with, and the addresses that are still free in the year."""

    def __init__(self, offices: Sequence[Department], further: Sequence[str], taken: set[str]) -> None:
        self.offices = {office.name: office for office in offices}
        self.offices |= {name: Department(name=name) for name in further if name not in self.offices}
        self.by_words = {fold(name): office for name, office in self.offices.items()}
        self.taken = set(taken)

    def offices_of(self, imported: ImportedActivity) -> list[Department]:
        if imported.involves_all_offices:
            return list(self.offices.values())
        by_text = [self.offices[name] for name in named_in(imported.responsible_text, self.offices)]
        by_name = [self.by_words[fold(name)] for name in offices_of(imported) if fold(name) in self.by_words]
        return list(dict.fromkeys([*by_text, *by_name]))

    def fresh_slug(self, section: int, position: int) -> str:
        slug = next(slug for slug in _slugs(section, position) if slug not in self.taken)
        self.taken.add(slug)
        return slug


def _slugs(section: int, position: int) -> Iterator[str]:
    return (f"{section}-{number}" for number in count(position))


def _activity(
    strategy: Strategy, section: Section, imported: ImportedActivity, twin: Activity | None, links: _Links
) -> Activity:
    amount = pesos(imported.budget)
    unread = [["Presupuesto", imported.budget]] if imported.budget and amount is None else []
    activity = Activity(
        strategy=strategy,
        departments=links.offices_of(imported),
        position=imported.position,
        code=imported.code,
        name=imported.name,
        responsible_text=imported.responsible_text,
        goal=imported.goal,
        indicator=imported.indicator,
        elemento=imported.element,
        etapas=list(imported.stages),
        extra=[*(list(pair) for pair in imported.extra), *unread],
        date_text=imported.date_text,
        starts_on=imported.starts_on,
        ends_on=imported.ends_on,
        periods=list(imported.periods),
        schedule_kind=imported.schedule_kind.value,
        budget=amount,
        warnings=[asdict(warning) for warning in imported.warnings],
    )
    activity.section = section
    if twin is None:
        activity.slug = links.fresh_slug(section.position, imported.position)
        activity.meta_pdm, activity.ods, activity.topics = "", [], []
    else:
        _continue(twin, activity)
    return activity


def _continue(twin: Activity, activity: Activity) -> None:
    """What the document does not say stays as it was: the address, what was reported and what was written by hand."""
    activity.replaces_id, activity.slug = twin.id, twin.slug
    activity.state, activity.state_note, activity.earlier_dates = twin.state, twin.state_note, list(twin.earlier_dates)
    activity.meta_pdm, activity.ods, activity.topics = twin.meta_pdm, list(twin.ods), list(twin.topics)
    activity.value_groups = list(twin.value_groups)
    if activity.budget is None:
        activity.budget = twin.budget
    if twin.responsible_text == activity.responsible_text and twin.departments:
        activity.departments = list(dict.fromkeys([*twin.departments, *activity.departments]))


def pesos(text: str) -> int | None:
    """Whole Colombian pesos of «$ 45.000.000»; None for anything else."""
    found = PESOS.fullmatch(text.strip())
    amount = int(re.sub(r"\D", "", found[1])) if found else None
    return amount if amount is not None and amount <= MOST_PESOS else None
