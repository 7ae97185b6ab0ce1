"""A convened space with a call for topics that takes nominations now: `python -m tests.journeys.lay_topics`.

It prints the address of the call and the filing number of a question that everybody may read.
"""

from datetime import timedelta

from participa import create_app
from participa.shared.clock import now
from tests import factories as make
from tests.factories import topics


def main() -> None:
    with create_app().app_context():
        at = now()
        event = make.event(
            title="Audiencia de noviembre", starts_at=at + timedelta(days=20), ends_at=at + timedelta(days=21)
        )
        call = topics.call(
            event_id=event.id, title="¿De qué debe hablar la audiencia?", closes_at=at + timedelta(days=4)
        )
        for words in ("El puente de La Esperanza", "Luz en el parque"):
            topics.nomination(call, words=words)
        question = make.public_question(body="¿Cuándo arreglan el puente de La Esperanza?")
        print(call.slug, question.radicado)  # noqa: T201 - the journey reads it


if __name__ == "__main__":
    main()
