"""The commitments of the story, act by act, through the services: promised, shown, moved, verified and observed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.datastructures import FileStorage

from participa.commitments import services, sources
from participa.commitments.drafting import NewCommitment
from participa.commitments.looking import Checked, Invited
from participa.commitments.models import Commitment, Origin, OversightBody, Proof, Told
from participa.commitments.services import observing, oversight
from participa.evaluations.models import Recommendation
from participa.events.models import Event
from participa.extensions import db
from participa.hearings.models import LivePromise
from participa.portal.demo import programme
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import TREASURY, Staff
from participa.portal.demo.promised import (
    LIST_ANSWER,
    LIST_MISSING,
    OBSERVED,
    PROMISED,
    VEEDURIA,
    Ended,
    Looked,
    Moved,
    Promised,
    Reported,
    Step,
)
from participa.questions import services as questions
from participa.questions.models import AnswerPromise, Kind, KnownPlace, Question
from participa.questions.services import Arrival, Device, Submission
from participa.shared.clock import at_instant

Act = tuple[datetime, Callable[[], object]]
INVITED, UNTIL = -50, 120
PHOTO = "Dibujo: una vía arreglada entre las montañas del municipio."


@dataclass
class Keeper:
    """Keeps what was promised. `made` are the commitments by their key."""

    story: Story
    staff: Staff
    held: dict[str, Event]
    made: dict[str, Commitment] = field(default_factory=dict)
    bodies: list[OversightBody] = field(default_factory=list)

    def keep(self, *besides: Act) -> None:
        """Everything in the order in which it happened, whichever commitment it belongs to."""
        acts = [*besides, (self.story.at(INVITED), self._invite), *self._observation()]
        acts += [act for promised in PROMISED for act in self._acts(promised)]
        for at, act in sorted(acts, key=lambda act: act[0]):
            with at_instant(at):
                act()
                db.session.flush()

    def _acts(self, promised: Promised) -> Iterator[Act]:
        """Each act with its instant, later than the one before."""
        at = self._registered_at(promised)
        yield at, lambda: self._register(promised)
        if promised.is_published:
            yield at + timedelta(seconds=30), lambda: self._publish(promised)
        for number, step in enumerate(promised.then):
            yield self.story.office_hour(step.day, after=at + timedelta(hours=number + 1)), self._step(promised, step)

    def _registered_at(self, promised: Promised) -> datetime:
        """The day after it was said; today, minutes before the story is told."""
        if promised.promised == 0:
            return self.story.told_at - timedelta(minutes=3)
        return self.story.office_hour(promised.promised + 1, after=self.story.at(promised.promised, 20))

    def _register(self, promised: Promised) -> None:
        office = self.staff.offices[promised.office]
        place = db.session.scalar(select(KnownPlace).where(KnownPlace.name == promised.place))
        event = self.held.get(promised.space)
        new = NewCommitment(
            text=promised.text,
            how_known=promised.how_known,
            lead_id=office.id,
            promised_on=self.story.day(promised.promised),
            due_on=self.story.day(promised.due),
            partners=promised.partners,
            steps=[(text, self.story.day(day)) for text, day in promised.steps],
            event_id=event.id if event else None,
            place_id=place.id if place else None,
            plan_goal=promised.goal,
            priority=promised.priority,
            origin=promised.origin,
            source=self._source(promised),
            question_ids=self._questions(promised),
        )
        key = f"demostracion-compromiso-{promised.key}"
        self.made[promised.key] = services.register(new, self.staff.moderator, key)

    def _source(self, promised: Promised) -> str | None:
        if promised.origin is Origin.HEARING:
            return sources.of_live_promise(_first(LivePromise.id))
        if promised.origin is Origin.ANSWER:
            return sources.of_answer_promise(self._answered().version_id)
        if promised.origin is Origin.RECOMMENDATION:
            return sources.of_recommendation(_first(Recommendation.id))
        return None

    def _questions(self, promised: Promised) -> list[int]:
        return [self._answered().version.question_id] if promised.origin is Origin.ANSWER else []

    def _answered(self) -> AnswerPromise:
        return db.session.scalars(select(AnswerPromise).order_by(AnswerPromise.version_id)).one()

    def _publish(self, promised: Promised) -> None:
        services.publish(self.made[promised.key], self.staff.approver)

    def _step(self, promised: Promised, step: Step) -> Callable[[], object]:
        match step:
            case Reported():
                return lambda: self._report(promised, step)
            case Moved():
                return lambda: self._move(promised, step)
            case Looked():
                return lambda: self._look(promised, step)
            case Ended():
                return lambda: self._end(promised, step)

    def _key(self, promised: Promised, step: Step) -> str:
        return f"demostracion-{promised.key}-{step.day}"

    def _report(self, promised: Promised, step: Reported) -> None:
        commitment, liaison = self.made[promised.key], self.staff.liaisons[promised.office]
        done = commitment.steps[step.step - 1].id if step.step else None
        told = Told(step.text, step.percent, done, (_proof(step),))
        services.report(commitment, told, self._key(promised, step), liaison)

    def _move(self, promised: Promised, step: Moved) -> None:
        commitment, liaison = self.made[promised.key], self.staff.liaisons[promised.office]
        services.reschedule(commitment, self.story.day(step.due), step.reason, self._key(promised, step), liaison)

    def _look(self, promised: Promised, step: Looked) -> None:
        checked = Checked(self.story.day(step.day), step.completion, step.agreement, step.note)
        by = self.bodies[0] if step.by_citizens else self.staff.control
        services.verify(self.made[promised.key], checked, self._key(promised, step), by)

    def _end(self, promised: Promised, step: Ended) -> None:
        commitment, key = self.made[promised.key], self._key(promised, step)
        services.end(commitment, step.state, step.reason, key, self.staff.approver)

    def _invite(self) -> None:
        until = self.story.day(UNTIL)
        invited = Invited(VEEDURIA, "veeduria@correo.example", until, event_id=self.held["vias"].id)
        self.bodies.append(oversight.invite(invited, "demostracion-veeduria", self.staff.control))

    def _observation(self) -> Iterator[Act]:
        """Twice somebody says that it was not fulfilled: one was answered, the other came minutes ago."""
        at = self.story.told_at - timedelta(minutes=2)
        yield at, lambda: self._observe("esperanza", OBSERVED, "Vereda La Esperanza")
        yield at + timedelta(seconds=40), lambda: self._show(OBSERVED)
        yield self.story.at(-12, 18), lambda: self._observe("pagos", LIST_MISSING, "")
        yield self.story.office_hour(-11, after=self.story.at(-12, 19)), lambda: self._show(LIST_MISSING)
        yield self.story.office_hour(-6, after=self.story.at(-9, 12)), self._answer_observation

    def _observe(self, key: str, words: str, neighbourhood: str) -> None:
        arrival = Arrival(Device("demostracion", 0), "192.0.2.7")
        said = Submission(words, neighbourhood=neighbourhood)
        observing.observe(self.made[key], said, (), f"demostracion-no-cumplido-{key}", arrival)

    def _show(self, words: str) -> None:
        questions.publish_question(_observation(words), self.staff.moderator)

    def _answer_observation(self) -> None:
        said, office = _observation(LIST_MISSING), self.staff.offices[TREASURY]
        questions.classify(said, self.staff.moderator, Kind.OBSERVATION, said.topic, office)
        questions.save_and_send(said, self.staff.liaisons[TREASURY], LIST_ANSWER)
        questions.approve_and_publish(said, self.staff.approver)


def _observation(words: str) -> Question:
    said = select(Question).where(Question.kind == Kind.OBSERVATION, Question.body == words)
    return db.session.scalars(said).one()


def _first(number: InstrumentedAttribute[int]) -> int:
    return db.session.scalars(select(number).order_by(number).limit(1)).one()


def _proof(step: Reported) -> Proof:
    if step.photo:
        upload = FileStorage(BytesIO(programme.drawing()), "foto.png")
        return Proof(PHOTO, upload=upload, shows_result=step.percent == 100)
    text = f"{step.shows}.\n\nDocumento de demostración. No es de una entidad real.\n"
    upload = FileStorage(BytesIO(text.encode()), "evidencia.txt")
    return Proof(step.shows, upload=upload, shows_result=step.percent == 100)
