"""A hearing that is open now: `python -m tests.journeys.lay_commitments`. It prints its room code."""

from datetime import timedelta

from participa import create_app
from participa.events.models import EventState
from participa.shared.clock import now
from tests import factories as make


def main() -> None:
    with create_app().app_context():
        hours = {"starts_at": now() - timedelta(hours=1), "ends_at": now() + timedelta(hours=2)}
        event = make.event(EventState.UNDER_WAY, title="Audiencia de noviembre", **hours)
        print(make.hearing(event=event, room_code="PUENT").room_code)  # noqa: T201 - the journey reads it


if __name__ == "__main__":
    main()
