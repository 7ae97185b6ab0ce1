"""The demonstration data: everything once, in every state, and never in production."""

from dataclasses import replace
from datetime import datetime

import pytest
import time_machine
from sqlalchemy import func, select

from participa.accounts.models import Role, User
from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentFollower,
    CommitmentObservation,
    EntryKind,
    Origin,
)
from participa.commitments.queries import board
from participa.commitments.queries import public as commitments
from participa.commitments.standing import Standing
from participa.deadlines.models import LiveAnswer
from participa.documents.models import DraftObservation, DraftReply, PaperKind, PublicDocument
from participa.encounters.models import EncounterDocument
from participa.encounters.picture import of_data
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.improvement.models import FindingOrigin, ImprovementFinding
from participa.portal import demo
from participa.portal.demo.people import ACCOUNTS, PASSWORD
from participa.questions.models import (
    AnswerAttachment,
    AnswerPromise,
    AnswerTemplate,
    KnownPlace,
    Quarantine,
    Question,
    RedactedPart,
    Status,
    SynonymGroup,
    TermCause,
    TermChange,
    Transfer,
    Visibility,
)
from participa.reports.kinds import all_kinds
from participa.reports.models import FileState, KeptReport, ReportFile, ReportState
from participa.restrictions.models import Appeal, Outcome
from participa.satisfaction.models import Opinion, Verdict
from participa.shared.clock import BOGOTA, at_instant
from participa.shared.sql import bogota_date
from participa.strategy.models import (
    Activity,
    ActivityState,
    Decision,
    ObservationReply,
    Section,
    Strategy,
    StrategyState,
)
from tests import factories as make
from tests.pages import PageClient


def counted(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def states(column: object) -> set[object]:
    return set(db.session.scalars(select(column).distinct()))


@pytest.fixture
def loaded(context: None) -> str:
    code = demo.load()
    assert code is not None
    return code


def the_municipality_is_alive():
    assert (counted(Section), counted(Activity)) == (10, 50)  # two versions
    assert states(Strategy.state) == {StrategyState.CLOSED, StrategyState.PUBLISHED}
    assert states(ObservationReply.decision) == set(Decision)
    assert counted(Question) >= 40
    assert states(Question.status) == set(Status)
    assert states(Question.visibility) == set(Visibility)
    assert states(Activity.state) == set(ActivityState)
    assert states(User.role) == set(Role)
    assert counted(Quarantine) == 4
    assert states(Opinion.verdict) == set(Verdict)
    assert {EventState.CONVENED, EventState.ANSWERING, EventState.CLOSED} < states(Event.state)


def each_turn_that_a_question_can_take_is_there():
    of_answers, of_words = (AnswerPromise, AnswerAttachment, AnswerTemplate, LiveAnswer), (KnownPlace, SynonymGroup)
    kinds = (*of_answers, *of_words, RedactedPart, Appeal)
    assert [kind.__name__ for kind in kinds if not counted(kind)] == []
    assert db.session.scalar(select(Transfer.document_id)) is not None
    assert TermCause.EXTENSION in states(TermChange.cause)
    assert states(Appeal.outcome) == {None, *Outcome}


def commitments_of_each_origin_and_standing_are_there():
    assert {one for one, amount in commitments.counts(commitments.Filters()).items() if amount} == set(Standing)
    assert states(Commitment.origin) >= {Origin.HEARING, Origin.ANSWER, Origin.RECOMMENDATION, Origin.HAND}
    assert {EntryKind.PROGRESS, EntryKind.RESCHEDULED} < states(CommitmentEntry.kind)
    assert (counted(CommitmentObservation), counted(CommitmentFollower)) == (2, 0)
    assert states(CommitmentCheck.body_name) == {"", "Veeduría ciudadana de vías"}
    assert states(ImprovementFinding.origin) == {FindingOrigin.EVALUATION, FindingOrigin.CONTROL_BODY}


def the_document_of_the_encounter_says_what_the_board_says():
    first, second = db.session.scalars(select(EncounterDocument).order_by(EncounterDocument.number))
    assert {part.name: part.figures for part in of_data(second.data).parts} == {
        line.name: line.figures for line in board.board()
    }
    assert of_data(first.data).figures.promised < of_data(second.data).figures.promised


def some_answers_are_in_term_and_some_are_not():
    in_time = bogota_date(Question.answered_at) <= Question.due_on
    found = select(in_time, func.count()).where(Question.answered_at.is_not(None)).group_by(in_time)
    counts = {bool(row[0]): row[1] for row in db.session.execute(found)}
    assert counts[True] > counts[False] > 0


def nothing_happens_in_the_future():
    latest = db.session.scalar(select(func.max(Question.received_at)))
    assert latest < make.user().created_at


def telling_it_again_changes_nothing():
    before = (counted(Question), counted(Activity), counted(User))
    assert demo.load() is None
    assert (counted(Question), counted(Activity), counted(User)) == before


def test_it_is_told_when_the_live_hearing_began_yesterday(context):
    with time_machine.travel(datetime(2026, 11, 22, 0, 41, tzinfo=BOGOTA)):
        assert demo.load()


def test_production_refuses(app, context, monkeypatch):
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, mode="production"))
    monkeypatch.setattr(type(settings), "is_production", property(lambda _self: True))
    with pytest.raises(demo.ProductionRefused):
        demo.load()
    assert counted(User) == 0


def test_data_of_a_real_entity_stay_alone(context):
    make.strategy()
    with pytest.raises(demo.AlreadyInUse):
        demo.load()
    assert counted(User) == 0


@pytest.mark.usefixtures("database")
def test_the_accounts_can_come_in(app):
    with app.app_context():
        demo.load()
    for account in ACCOUNTS:
        client = PageClient(app, app.response_class, use_cookies=True)
        answer = client.submit("/cuentas/ingresar", {"email": account.email, "password": PASSWORD})
        assert answer.status_code == 303, account
        assert client.get("/gestion/").status_code == 200


def the_front_page_is_full(client):
    page = client.get("/").get_data(as_text=True)
    assert "En vivo ahora" in page
    assert "Entrar a la audiencia" in page
    assert "actividades cumplidas" in page
    assert page.count('class="thread"') == 3
    assert client.get("/preguntas/").status_code == 200


def test_the_command_prints_the_accounts(app, context):
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    assert [account.email for account in ACCOUNTS if account.email not in result.output] == []
    assert PASSWORD in result.output


@pytest.mark.parametrize("day", ["2027-01-02T00:05", "2026-04-03T12:00", "2026-07-19T08:00", "2026-12-31T23:55"])
def test_it_can_be_loaded_on_any_day(context, day):
    with at_instant(datetime.fromisoformat(day).replace(tzinfo=BOGOTA)):
        assert demo.load() is not None
    assert states(Question.status) == set(Status)


def reports_and_documents_of_each_kind_are_there():
    assert states(KeptReport.state) == {ReportState.PUBLISHED, ReportState.IN_REVIEW, ReportState.DRAFT}
    assert states(KeptReport.kind) == {kind.name for kind in all_kinds()}
    linked = db.session.scalars(select(KeptReport).where(KeptReport.activities.any())).all()
    assert len(linked) >= 7
    assert states(ReportFile.state) == {FileState.WAITING}  # they are made once it is running
    assert states(PublicDocument.kind) >= {PaperKind.BULLETIN, PaperKind.MANAGEMENT_REPORT, PaperKind.NORM}
    assert states(DraftReply.decision) == set(Decision)
    assert counted(DraftObservation) == counted(DraftReply) + 1  # one is open to opinions


WHOLE = (
    the_municipality_is_alive,
    each_turn_that_a_question_can_take_is_there,
    commitments_of_each_origin_and_standing_are_there,
    the_document_of_the_encounter_says_what_the_board_says,
    some_answers_are_in_term_and_some_are_not,
    reports_and_documents_of_each_kind_are_there,
    nothing_happens_in_the_future,
)


def test_the_story_is_whole_and_telling_it_again_changes_nothing(client, loaded):
    """Telling it takes seconds, so that all that only reads it is looked at together."""
    for is_so in WHOLE:
        is_so()
    the_front_page_is_full(client)
    telling_it_again_changes_nothing()
