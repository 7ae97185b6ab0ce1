"""Loading the demonstration, once."""

from flask import current_app

from participa.config import Settings
from participa.portal.demo import (
    apart,
    arrived,
    besides,
    boxed,
    cronograma,
    evaluated,
    groups,
    improved,
    invited,
    judged,
    kept,
    live,
    met,
    people,
    published,
    registered,
    remembered,
    reported,
    spaces,
    surveyed,
    themed,
)
from participa.portal.demo.answered import ANSWERED
from participa.portal.demo.calendar import Story
from participa.portal.demo.pending import LAST, PENDING
from participa.portal.demo.telling import Teller
from participa.search import services as searching
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries as strategies


class ProductionRefused(Forbidden):
    """Invented data have no place in production."""


class AlreadyInUse(Conflict):
    """There are data of a real entity."""


def load() -> str | None:
    """Write the demonstration; the follow code of its last question, or None when all was there already.

    Raises ProductionRefused and AlreadyInUse.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.is_production:
        raise ProductionRefused("Los datos de demostración no se cargan en producción.")
    code = None
    with unit_of_work():
        if not people.is_there():
            _refuse_real_data()
            code = _tell(Story(now()), settings)
    people.choose_passwords()
    searching.reconcile()  # what is told is found from the first moment
    return code


def _refuse_real_data() -> None:
    if strategies.published():
        raise AlreadyInUse("Ya hay una estrategia publicada. La demostración se carga solo en una base vacía.")


def _tell(story: Story, settings: Settings) -> str:
    staff = people.create()
    strategy = cronograma.publish(story, staff, settings.entity)
    held = spaces.hold(story, staff, strategy)
    invited.invite(story, staff, held)
    groups.answer(held)
    registered.register(story, staff, held)
    arrived.arrive(staff, held)
    teller = Teller(story, staff, held)
    besides.know_the_town(staff)
    teller.tell((*ANSWERED, *PENDING), besides.BESIDES)
    judged.judge(story, teller.told.values())
    boxed.fill(staff, held)
    apart.send(story)
    hearing = live.go_live(story, staff, strategy)
    evaluated.tell(story, staff, held)
    surveyed.survey(story, staff, strategy, held)
    themed.propose(story, staff, held, teller.told.values())
    keeper = kept.Keeper(story, staff, held | {"vivo": hearing.event})
    keeper.keep(*met.acts(story, staff, strategy), *improved.acts(story, staff, strategy, held))
    remembered.bring(story, staff)
    published.publish(story, staff, strategy, held)
    reported.report(story, staff, strategy, held | {"encuentro": met.space()}, improved.plan(story))
    return teller.codes[LAST]
