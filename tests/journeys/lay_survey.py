"""A convened space, and some answers more to its survey: `python -m tests.journeys.lay_survey [how many answers]`."""

import sys
from datetime import timedelta

from sqlalchemy import select

from participa import create_app
from participa.extensions import db
from participa.shared.clock import now
from participa.surveys.models import Survey
from tests import factories as make

SAID = {"que_le_importa_mas": "agua", "que_pasa_con_el_agua": ["no_llega"], "cuantas_personas_viven_con_uste": "2"}


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with create_app().app_context():
        if many:
            survey = db.session.scalars(select(Survey)).one()
            for _ in range(many):
                make.answered_survey(survey, **SAID)
            return
        at = now()
        event = make.event(
            title="Audiencia de noviembre", starts_at=at + timedelta(days=20), ends_at=at + timedelta(days=21)
        )
        print(event.title)  # noqa: T201 - the journey reads it


if __name__ == "__main__":
    main()
