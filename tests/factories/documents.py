"""Documents, consultations and subscribers as the services make them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from participa.accounts.models import Role, User
from participa.documents import queries, services
from participa.documents.models import DraftConsultation, DraftReceipt, NewsSubscriber, PaperKind, PublicDocument
from participa.events.models import Event
from participa.extensions import db
from participa.shared.clock import now, today
from participa.shared.subscribing import Codes, codes_of
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user as make_user
from tests.factories.keep import next_number

KEY = "c" * 32
TEXT = "Este año se arreglaron doce vías."


def writing(kind: PaperKind = PaperKind.MANAGEMENT_REPORT, **values: Any) -> services.Writing:
    usual = {"title": f"Informe {next_number()}", "year": today().year, "text": TEXT}
    return services.Writing(kind=kind, **(usual | values))


def draft(author: User | None = None, **values: Any) -> PublicDocument:
    """A document that only the team sees."""
    person = author or make_user(Role.COMMUNICATIONS)
    with unit_of_work():
        return services.begin(writing(**values), f"document-{next_number():08d}", person)


def document(author: User | None = None, **values: Any) -> PublicDocument:
    """A document that everybody reads."""
    person = author or make_user(Role.COMMUNICATIONS)
    row = draft(person, **values)
    return published(row, person)


def published(row: PublicDocument, author: User | None = None) -> PublicDocument:
    with unit_of_work():
        services.publish(row, len(row.versions), author or make_user(Role.COMMUNICATIONS))
    return queries.by_slug(row.slug)


def bulletin(title: str = "Ya empezó la obra", **values: Any) -> PublicDocument:
    return document(kind=PaperKind.BULLETIN, title=title, **values)


def prior_report(event: Event, author: User, uploads: Sequence[FileStorage] = ()) -> PublicDocument:
    return document(author, event_id=event.id, is_prior_report=True, uploads=uploads)


def consultation(
    of: PublicDocument | None = None, opens_on: date | None = None, closes_on: date | None = None, **words: str
) -> DraftConsultation:
    """A document in consultation since yesterday and for ten days more."""
    row, approver = of or document(), make_user(Role.APPROVER)
    first, last = opens_on or today() - timedelta(days=1), closes_on or today() + timedelta(days=10)
    with unit_of_work():
        return services.consult(row, first, last, approver, **words)


def observed(of: DraftConsultation, body: str = "Falta el acueducto.", key: str = "", **values: Any) -> DraftReceipt:
    with unit_of_work():
        return services.observe(of, body, key or f"observation-{next_number():08d}", **values)


def subscriber(email: str = "", is_confirmed: bool = True) -> tuple[NewsSubscriber, Codes]:
    """Somebody on the list, and the codes of that person."""
    with unit_of_work():
        services.subscribe(email or f"vecina{next_number()}@ejemplo.example")
        db.session.flush()
        row = db.session.scalars(select(NewsSubscriber).order_by(NewsSubscriber.id.desc()).limit(1)).one()
        if is_confirmed:
            row.confirmed_at = now()
        return row, codes_of(row.seed, KEY)


def ended(row: DraftConsultation) -> None:
    """Let its last day be yesterday, as time does."""
    with unit_of_work():
        held = queries.held(row.id)
        held.opens_on, held.closes_on = today() - timedelta(days=9), today() - timedelta(days=1)
