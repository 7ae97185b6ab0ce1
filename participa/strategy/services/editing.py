"""Writing a draft by hand: its sections and activities, their order, and the catalogue of value groups."""

from itertools import count

from sqlalchemy import select

from participa.accounts.models import User
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import today
from participa.shared.errors import Conflict, Invalid
from participa.strategy import queries, rules
from participa.strategy.models import Activity, Description, Section, SectionWords, Strategy, ValueGroup
from participa.strategy.services.permission import require
from participa.strategy.services.scheduling import write_schedule

NOT_WRITABLE = "Solo se escribe en un borrador. Para cambiar lo publicado, cree una versión nueva."
CHANGED = "Otra persona guardó cambios en esta actividad mientras usted escribía. Si guarda otra vez, queda lo suyo."
SAME_NAME = "Ya hay un grupo de valor con ese nombre."


def check_writable(strategy: Strategy, actor: User | None) -> None:
    """Raises Forbidden, and Conflict when the strategy is no draft."""
    require(rules.may_edit(actor))
    if not rules.is_writable(strategy.state, strategy.consultation_closes_on, today()):
        raise Conflict(NOT_WRITABLE)


def add_section(strategy: Strategy, words: SectionWords, actor: User | None) -> Section:
    """A new section at the end. Raises Forbidden, and Conflict when the strategy is no draft, as all verbs here."""
    check_writable(strategy, actor)
    section = Section(strategy_id=strategy.id, position=queries.last_section_position(strategy) + 1)
    section.label, section.elemento, section.etapa = words.label, words.elemento, words.etapa
    db.session.add(section)
    db.session.flush()  # the history quotes its number
    audit.record("strategy.add_section", section, actor)
    return section


def describe_section(section: Section, words: SectionWords, actor: User | None) -> None:
    check_writable(section.strategy, actor)
    section.label, section.elemento, section.etapa = words.label, words.elemento, words.etapa
    audit.record("strategy.describe_section", section, actor)


def move_section(section: Section, is_up: bool, actor: User | None) -> None:
    """Change places with the section above or below; at the end nothing moves."""
    check_writable(section.strategy, actor)
    other = queries.neighbouring_section(section, is_up)
    if other is not None:
        _swap(section, other)
        audit.record("strategy.move_section", section, actor, up=is_up)


def add_activity(strategy: Strategy, words: Description, actor: User | None) -> Activity:
    """A new activity at the end of its section."""
    check_writable(strategy, actor)
    section = _section_of(strategy, words)
    activity = Activity(strategy_id=strategy.id, section_id=section.id, slug=fresh_slug(strategy, section))
    activity.position = queries.last_activity_position(section.id) + 1
    _write(activity, words, strategy.year)
    db.session.add(activity)
    db.session.flush()  # the history quotes its number
    audit.record("strategy.add_activity", activity, actor, strategy=strategy.id)
    return activity


class Changed(Conflict):
    """Somebody else wrote the same after this person opened it."""


def check_unchanged(activity: Activity, seen: str) -> None:
    """Wait for who is writing the same activity. Raises Changed when it is no longer what this person saw."""
    db.session.flush()
    db.session.execute(select(Activity.id).where(Activity.id == activity.id).with_for_update())
    db.session.expire(activity)
    if seen and seen != activity.mark:
        raise Changed(CHANGED)


def describe(activity: Activity, words: Description, actor: User | None, seen: str = "") -> None:
    """Write an activity anew. Its warnings are over: somebody looked at it.

    `seen` is its mark when this person opened it: Changed is raised if it has another one by now.
    """
    check_writable(activity.strategy, actor)
    check_unchanged(activity, seen)
    section = _section_of(activity.strategy, words)
    if section.id != activity.section_id:
        activity.position = queries.last_activity_position(section.id) + 1
        activity.section_id = section.id
    _write(activity, words, activity.strategy.year)
    activity.warnings = []
    audit.record("strategy.describe", activity, actor)


def move_activity(activity: Activity, is_up: bool, actor: User | None) -> None:
    """Change places with the activity above or below in its section; at the end nothing moves."""
    check_writable(activity.strategy, actor)
    other = queries.neighbouring_activity(activity, is_up)
    if other is not None:
        _swap(activity, other)
        audit.record("strategy.move_activity", activity, actor, up=is_up)


def _swap(one: Section | Activity, other: Section | Activity) -> None:
    """Positions are unique, so one of them steps aside first."""
    first, second = one.position, other.position
    one.position = -1 - first
    db.session.flush()
    other.position = first
    db.session.flush()
    one.position = second


def _section_of(strategy: Strategy, words: Description) -> Section:
    section = next((one for one in strategy.sections if one.id == words.section_id), None)
    if section is None:
        raise Invalid("Elija una sección de esta estrategia.")
    return section


def fresh_slug(strategy: Strategy, section: Section) -> str:
    """An address that no activity of the year has or had."""
    taken = queries.slugs_of_the_year(strategy)
    return next(slug for slug in (f"{section.position}-{number}" for number in count(1)) if slug not in taken)


def _write(activity: Activity, words: Description, year: int) -> None:
    if words.starts_on and words.ends_on and words.ends_on < words.starts_on:
        raise Invalid("La fecha final es anterior a la inicial.")
    for name in ("code", "name", "responsible_text", "elemento", "goal", "indicator", "meta_pdm", "budget"):
        setattr(activity, name, getattr(words, name))
    write_schedule(activity, words, year)
    activity.etapas, activity.ods, activity.topics = list(words.etapas), sorted(set(words.ods)), list(words.topics)
    activity.departments, activity.value_groups = list(words.departments), list(words.value_groups)


def add_value_group(name: str, actor: User | None) -> ValueGroup:
    """Raises Forbidden, and Invalid when the name is taken."""
    require(rules.may_keep_catalogues(actor))
    if queries.has_value_group(name):
        raise Invalid(SAME_NAME)
    group = ValueGroup(name=name, is_active=True)
    db.session.add(group)
    db.session.flush()  # the history quotes its number
    audit.record("strategy.add_value_group", group, actor)
    return group


def change_value_group(group: ValueGroup, name: str, is_active: bool, actor: User | None) -> None:
    """Rename, disable or enable. Activities keep a disabled group. Raises as `add_value_group`."""
    require(rules.may_keep_catalogues(actor))
    if queries.has_value_group(name, besides=group):
        raise Invalid(SAME_NAME)
    group.name, group.is_active = name, is_active
    audit.record("strategy.change_value_group", group, actor, is_active=is_active)
