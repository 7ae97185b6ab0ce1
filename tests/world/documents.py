"""Documents of the seeded world: a draft, one with two versions and a third in writing, one in consultation."""

from sqlalchemy import select

from participa.accounts.models import Role, User
from participa.documents import queries, services
from participa.documents.models import PaperKind, PublicDocument
from participa.events.models import Event
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import Decision
from tests.factories import documents as make
from tests.factories.events import a_file
from tests.world.model import World

OBSERVING = "observation-of-the-world"


def plant(world: World) -> None:
    author = db.session.get_one(User, world.user[Role.COMMUNICATIONS])
    space = db.session.scalars(select(Event).where(Event.slug == world.event["held"])).one()
    whole = {"text": world.words("Esto se hizo."), "event_id": space.id, "activity_id": world.activity["own"]["id"]}
    draft = make.draft(author, title=world.words("Informe en preparación")[-200:], **whole)
    own = make.document(author, title=world.words("Informe de gestión")[-200:], uploads=[a_file()], **whole)
    _rewrite(world, own, author, is_published=True)
    _rewrite(world, own, author, is_published=False)
    bulletin = make.document(author, kind=PaperKind.BULLETIN, title=world.words("Boletín")[-200:], **whole)
    rows = {"draft": draft, "own": own, "bulletin": bulletin}
    world.documents.update({name: row.slug for name, row in rows.items()})
    world.documents["file"] = queries.by_slug(own.slug).published_versions[-1].files[0].file.name
    _consult(world, own, author)
    _subscribe(world)


def _rewrite(world: World, own: PublicDocument, author: User, is_published: bool) -> None:
    words = {"title": own.title, "text": world.words("Esto se corrigió."), "reason": world.words("Se corrige.")[-500:]}
    with unit_of_work():
        version = services.rewrite(own, make.writing(**words), author)
        if is_published:
            services.publish(own, version.number, author)


def _consult(world: World, own: PublicDocument, author: User) -> None:
    """In consultation; one observation with a public reply, and one whose reply waits."""
    row = make.consultation(own, ask=world.words("¿Qué falta?")[-900:], thanks=world.words("Gracias")[-900:])
    approver = db.session.get_one(User, world.user[Role.APPROVER])
    for number in (1, 2):
        said = {"part": world.words("Capítulo de vías")[-200:], "key": f"{OBSERVING}-{number}"}
        receipt = make.observed(row, world.words("Falta el acueducto."), **said)
        world.documents["code"] = receipt.code
        found = queries.observations(row, 1).items[-1]
        with unit_of_work():
            services.reply(found, Decision.PARTLY, world.words("Se agrega."), "", author)
            if number == 1:
                services.publish_reply(found, approver)
        world.documents["observation"] = found.id


def _subscribe(world: World) -> None:
    for name, is_confirmed in (("subscribed", True), ("asked", False)):
        _row, codes = make.subscriber(f"{name}@ejemplo.example", is_confirmed)
        world.documents[name] = codes
