"""Several spaces in one go, such as a diálogo zonal in each comuna."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from participa.accounts.models import User
from participa.events import queries
from participa.events.models import Event, EventDetails, EventSeries, EventState, Stop
from participa.events.services.keeping import digest_of, first_free, require_editor
from participa.events.services.spaces import free_slug
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.shared.slugs import to_slug
from participa.strategy.models import Activity

FEWEST = 2
LONGEST_TITLE = 200


def create_series(
    activity: Activity, common: EventDetails, stops: Sequence[Stop], form_key: str, author: User
) -> EventSeries:
    """A draft for each stop, with what they have in common; all or none. The same form again is the first series.

    Raises Forbidden, Conflict for a strategy that is not public, Invalid for fewer than two stops or equal names.
    """
    require_editor(author)
    if not activity.strategy.is_public:
        raise Conflict("Publique primero la estrategia. Después podrá crear espacios desde sus actividades.")
    db.session.execute(select(Activity.id).where(Activity.id == activity.id).with_for_update())
    digest = digest_of(form_key)
    if twin := queries.find_series_by_form_key(digest):
        return twin
    _check(stops)
    series = EventSeries(slug=_free_slug(common.title), title=common.title, form_key_digest=digest, created_at=now())
    db.session.add(series)
    db.session.flush()
    for stop in stops:
        _create(activity, series, common, stop)
    audit.record("create", series, author, spaces=len(stops))
    return series


def _check(stops: Sequence[Stop]) -> None:
    if len(stops) < FEWEST:
        raise Invalid("Una serie tiene dos espacios o más. Para uno solo, use «Nuevo espacio».")
    if len({stop.label.casefold() for stop in stops}) < len(stops):
        raise Invalid("Dos filas tienen el mismo nombre. Escriba un nombre distinto en cada una.")


def _create(activity: Activity, series: EventSeries, common: EventDetails, stop: Stop) -> None:
    details = replace(
        common,
        title=f"{common.title}: {stop.label}"[:LONGEST_TITLE],
        place=stop.place,
        address=stop.address,
        starts_at=stop.starts_at,
        ends_at=stop.ends_at,
    )
    values = details.values()
    event = Event(slug=free_slug(details.title), state=EventState.DRAFT, created_at=now(), series=series, **values)
    event.activities = [activity]
    db.session.add(event)
    db.session.flush()


def _free_slug(title: str) -> str:
    slug = to_slug(title, otherwise="serie")
    return first_free(slug, queries.series_slugs_like(slug))
