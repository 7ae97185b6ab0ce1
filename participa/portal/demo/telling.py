"""The story of each question, act by act, through the services of the room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from participa.accounts.models import Department, User
from participa.events.models import Event
from participa.extensions import db
from participa.portal.demo.asked import TOPICS, Asked
from participa.portal.demo.besides import Beside
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.questions import services
from participa.questions.models import Question, Status, Topic, WithholdReason
from participa.questions.models.redaction import Part
from participa.shared import files
from participa.shared.clock import at_instant, today

ANSWERED = (Status.ANSWERED, Status.PUBLISHED)
WRITTEN = (Status.IN_REVIEW, *ANSWERED)
WITH_OFFICE = (Status.ASSIGNED, Status.DRAFTING, *WRITTEN)
ASIDE = (Status.CLARIFYING, Status.TRANSFERRED, Status.GROUPED, Status.REFERRED)
DAYS_TO_ARCHIVE = 24
Act = tuple[datetime, Callable[[], object]]


@dataclass
class Teller:
    """Tells the questions in the order in which things happened, whichever question they belong to."""

    story: Story
    staff: Staff
    spaces: dict[str, Event]
    topics: dict[str, Topic] = field(default_factory=dict)
    told: dict[str, Question] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)

    def tell(self, questions: tuple[Asked, ...], besides: tuple[Beside, ...] = ()) -> None:
        with at_instant(self.story.at(-119)):
            self.topics = {name: services.add_topic(self.staff.admin, name) for name in TOPICS}
        self.days = {asked.key: asked.day for asked in questions if asked.key}
        numbered = [(f"{number:02d}", asked) for number, asked in enumerate(questions, 1)]
        acts = [act for number, asked in numbered for act in self._acts(number, asked)]
        acts += [self._beside(one) for one in besides]
        for at, act in sorted(acts, key=lambda act: act[0]):
            with at_instant(at):
                act()
                db.session.flush()

    def radicado(self, key: str) -> str:
        return self.told[key].radicado

    def _acts(self, number: str, asked: Asked) -> Iterator[Act]:
        """Each act of a question with its instant, later than the one before."""
        at = self._received_at(number, asked)
        name = asked.key or number
        yield at, lambda: self._receive(name, asked)
        for days, step in self._steps(name, asked):
            at = self.story.office_hour(asked.day + days, after=at)
            yield at, step

    def _beside(self, one: Beside) -> Act:
        at = self.story.office_hour(self.days[one.key] + one.days, after=self.story.at(self.days[one.key], 23))
        return at + timedelta(minutes=5), lambda: one.act(self.told[one.key], self.staff)

    def _received_at(self, number: str, asked: Asked) -> datetime:
        wished = self.story.at(asked.day, 7 + int(number) % 14, int(number) * 7 % 60)
        return min(wished, self.story.told_at - timedelta(minutes=10))

    def _receive(self, name: str, asked: Asked) -> None:
        event = self.spaces.get(asked.space)
        receipt = services.submit(event, asked.submission(None), f"demostracion-{name:_<16}")
        self.told[name], self.codes[name] = db.session.get_one(Question, receipt.question_id), receipt.code

    def _steps(self, name: str, asked: Asked) -> Iterator[tuple[int, Callable[[], None]]]:
        """Days after the reception, and what is done then."""
        moderator, approver = self.staff.moderator, self.staff.approver
        if asked.until is Status.REJECTED:
            yield 1, lambda: services.move(self.told[name], approver, Status.REJECTED, asked.note)
        if asked.hidden:
            yield 1, lambda: self._redact(name, asked)
        reason = asked.withheld
        if reason is not None:
            yield 1, lambda: self._withhold(name, asked, reason)
        elif not asked.waits:
            yield 1, lambda: services.publish_question(self.told[name], moderator)
        if asked.is_restored:
            yield 3, lambda: services.restore(self.told[name], approver, "No dice quién es la persona.")
        yield from self._on_its_way(name, asked)

    def _on_its_way(self, name: str, asked: Asked) -> Iterator[tuple[int, Callable[[], None]]]:
        if asked.until in (Status.CLASSIFIED, *WITH_OFFICE):
            yield 1, lambda: self._classify(name, asked)
        if asked.until in ASIDE:
            yield 1, lambda: self._set_aside(name, asked, asked.until)
        if asked.until is Status.ARCHIVED:
            yield 1, lambda: self._set_aside(name, asked, Status.CLARIFYING)
            yield DAYS_TO_ARCHIVE, lambda: self._set_aside(name, asked, Status.ARCHIVED)
        if asked.until in (Status.DRAFTING, *WRITTEN):
            yield asked.answered_after // 2, lambda: self._draft(name, asked)
        if asked.until in WRITTEN:
            yield from self._answer(name, asked)

    def _answer(self, name: str, asked: Asked) -> Iterator[tuple[int, Callable[[], None]]]:
        liaison, approver = self.staff.liaisons[asked.office], self.staff.approver
        if asked.returned_with:
            yield asked.answered_after - 3, lambda: self._send_unfinished(name, asked, liaison)
            yield (
                asked.answered_after - 2,
                lambda: services.return_with_note(self.told[name], approver, asked.returned_with),
            )
        yield asked.answered_after - 1, lambda: self._hand_in(name, asked, liaison)
        if asked.until in ANSWERED:
            yield asked.answered_after, lambda: services.approve(self.told[name], approver)
        if asked.until is Status.PUBLISHED:
            yield asked.answered_after, lambda: services.publish_answer(self.told[name], approver)
        if asked.correction:
            yield from self._correct(name, asked, liaison)

    def _correct(self, name: str, asked: Asked, liaison: User) -> Iterator[tuple[int, Callable[[], None]]]:
        after = asked.answered_after + 3
        yield after, lambda: self._propose(name, asked, liaison)
        if asked.correction_state == "published":
            yield after + 1, lambda: services.publish_correction(self.told[name], self.staff.approver)

    def _propose(self, name: str, asked: Asked, liaison: User) -> None:
        services.correct(self.told[name], liaison, asked.correction, asked.note)

    def _hand_in(self, name: str, asked: Asked, liaison: User) -> None:
        upload = _sheet(asked.enclosed) if asked.enclosed else None
        enclosed = services.Enclosed(upload=upload, upload_words=asked.enclosed, promise=asked.promise or None)
        services.save_and_send(self.told[name], liaison, asked.answer, enclosed=enclosed)

    def _redact(self, name: str, asked: Asked) -> None:
        part = Part(asked.body.index(asked.hidden), len(asked.hidden), WithholdReason.R1)
        services.redact(self.told[name], self.staff.moderator, [part], asked.hidden_for)

    def _withhold(self, name: str, asked: Asked, reason: WithholdReason) -> None:
        note = "Habla de la vida de una persona." if asked.until is Status.PUBLISHED else "No es una pregunta."
        services.withhold(self.told[name], self.staff.moderator, reason, note)

    def _classify(self, name: str, asked: Asked) -> None:
        office: Department | None = None
        if asked.until is not Status.CLASSIFIED:
            office = self.staff.offices[asked.office]
        services.classify(self.told[name], self.staff.moderator, asked.kind, self.topics[asked.topic], office)

    def _set_aside(self, name: str, asked: Asked, to: Status) -> None:
        other = self.radicado(asked.other) if asked.other else ""
        if to is Status.TRANSFERRED:
            document = files.keep(_sheet("Oficio de traslado a la entidad nacional de vías."))
            handed = services.Handed("Entidad nacional de vías", today(), f"OF-{self.radicado(name)}", document)
            services.transfer(self.told[name], self.staff.moderator, handed, asked.note)
            return
        services.move(self.told[name], self.staff.moderator, to, asked.note or "Aclare su pregunta.", radicado=other)

    def _draft(self, name: str, asked: Asked) -> None:
        services.save_draft(self.told[name], self.staff.liaisons[asked.office], asked.answer)

    def _send_unfinished(self, name: str, asked: Asked, liaison: User) -> None:
        services.save_and_send(self.told[name], liaison, asked.answer.split(". ")[0] + ".")


def _sheet(words: str) -> FileStorage:
    return FileStorage(BytesIO(f"Documento de demostración\n\n{words}\n".encode()), "documento.txt")
