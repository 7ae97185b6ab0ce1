"""Many at the same instant: the same form left half way, one code through several doors, a correction, an extension."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questionnaires import services as questionnaires
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs, queries, services
from participa.surveys.errors import AlreadyAnswered
from participa.surveys.models import CodeKind, Level, Survey, SurveyState, Via
from tests import factories as make
from tests.surveys.test_attacks import REWORDED
from tests.surveys.test_unlinkable import answer, at_once, home, second

__all__ = ["home", "second"]
pytestmark = pytest.mark.slow


def test_the_same_form_left_half_way_many_times_at_once_has_one_code(second):
    with second.app_context():
        survey_id = make.survey().id

    def leave(number: int) -> str:
        with second.app_context(), unit_of_work():
            survey = db.session.get_one(Survey, survey_id)
            content = {"answers": {"detalle": str(number)}, "seed": "x", "page": 0, "form_key": "formulario-a-medias"}
            return services.keep_draft(survey, content, "formulario-a-medias")[0]

    assert len(set(at_once(leave, 12))) == 1


def test_one_code_by_phone_and_by_tablet_at_once_is_one_answer(second):
    with second.app_context():
        survey_id = make.survey(Level.CODE, takes_tablet=True).id
        with unit_of_work():
            code = services.issue_codes(queries.by_id(survey_id), CodeKind.PRINTED, 1, "Plaza")[0]

    def use(number: int) -> bool:
        with second.app_context():
            try:
                with unit_of_work():
                    survey, via = db.session.get_one(Survey, survey_id), (Via.WEB, Via.TABLET)[number % 2]
                    services.submit(survey, {"tema": "agua"}, proofs.by_code(code), f"formulario-{number:020}", via)
            except AlreadyAnswered:
                return False
            return True

    assert sum(at_once(use, 12)) == 1
    with second.app_context():
        survey = queries.by_id(survey_id)
        assert (queries.participation_count(survey), queries.waiting_count(survey)) == (1, 1)
        assert queries.code_counts(survey) == [(CodeKind.PRINTED, "Plaza", 1, 1)]


def test_a_correction_while_people_answer_loses_none_of_them(second):
    with second.app_context():
        survey = make.survey(state=SurveyState.DRAFT)
        with unit_of_work():
            services.open_survey(survey)
        survey_id = survey.id

    def act(number: int) -> None:
        with second.app_context():
            if number != 6:
                answer(survey_id, number)
                return
            with unit_of_work():
                asked = queries.by_id(survey_id).questionnaire
                questionnaires.correct(asked, REWORDED, "Una palabra mal escrita.", None)

    at_once(act, 12)
    with second.app_context():
        survey = queries.by_id(survey_id)
        assert survey.version.number == 2
        with unit_of_work():
            services.close(survey)
        assert queries.response_count(survey) == queries.participation_count(survey) == 11


def test_a_survey_that_opens_while_it_is_corrected_asks_with_the_new_words(second):
    with second.app_context():
        asked = make.questionnaire_version()
        with unit_of_work():
            questionnaires.freeze(asked)
        ids = [make.survey(version=asked, state=SurveyState.DRAFT).id for _ in range(6)]

    def act(number: int) -> None:
        with second.app_context(), unit_of_work():
            if number < 6:
                services.open_survey(queries.by_id(ids[number]))
            else:
                asked = queries.by_id(ids[0]).questionnaire
                questionnaires.correct(asked, REWORDED, "Una palabra mal escrita.", None)

    at_once(act, 7)
    with second.app_context():
        assert {queries.by_id(one).version.number for one in ids} == {2}


def test_a_survey_that_is_extended_while_its_hour_strikes_stays_open(second):
    """The clock saw its old hour, and waits for who gives it more time."""
    with second.app_context():
        survey, editor = make.survey(closes_at=now() + timedelta(minutes=1)), make.user(Role.APPROVER)
        strikes = survey.closes_at
        with at_instant(strikes + timedelta(seconds=1)):
            due = queries.ids_to_close(now())
        with unit_of_work():
            services.extend(survey, strikes + timedelta(days=1), "Hubo lluvia.", editor)
        with at_instant(strikes + timedelta(seconds=2)):
            services.close_those_due(due)
        assert queries.by_id(survey.id).state is SurveyState.OPEN
