"""One answer each, whatever way people are told apart; what waits is sealed; closing destroys the key."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs, queries, services
from participa.surveys.errors import AlreadyAnswered, Incomplete, SurveyClosed, WrongCode, WrongProof
from participa.surveys.models import CodeKind, Level, Participation, SurveyCode, SurveyState, Via, WaitingResponse
from participa.surveys.proofs import BY_FORM, DocumentKind
from tests import factories as make

SAID = {"tema": "agua", "nota": 3}
pytestmark = pytest.mark.usefixtures("context")


def send(survey, proof, form_key, answers=None, via=Via.WEB):
    with unit_of_work():
        return services.submit(survey, answers or SAID, proof, form_key, via)


def test_an_answer_is_kept_apart_from_who_took_part():
    survey = make.survey()
    receipt = send(survey, proofs.by_device("uno"), "clave-de-formulario-1")
    assert receipt.is_new
    assert queries.participation_count(survey) == 1
    waiting = db.session.query(WaitingResponse).one()
    assert "agua" not in waiting.sealed


def test_the_same_form_again_is_the_same_thanks():
    survey = make.survey()
    first = send(survey, proofs.by_device("uno"), "clave-de-formulario-1")
    again = send(survey, proofs.by_device("uno"), "clave-de-formulario-1")
    without_cookies = send(survey, proofs.by_device("otro"), "clave-de-formulario-1")
    assert first.code == again.code == without_cookies.code
    assert not again.is_new
    assert queries.participation_count(survey) == queries.waiting_count(survey) == 1


def test_another_form_of_the_same_device_is_refused():
    survey = make.survey()
    send(survey, proofs.by_device("uno"), "clave-de-formulario-1")
    with pytest.raises(AlreadyAnswered):
        send(survey, proofs.by_device("uno"), "clave-de-formulario-2")


def test_on_a_shared_tablet_each_form_counts_once():
    survey = make.survey()
    send(survey, BY_FORM, "clave-de-formulario-1", via=Via.TABLET)
    send(survey, BY_FORM, "clave-de-formulario-2", via=Via.TABLET)
    assert not send(survey, BY_FORM, "clave-de-formulario-2", via=Via.TABLET).is_new
    assert queries.participation_count(survey) == 2


def test_nobody_answers_on_the_web_without_a_device():
    with pytest.raises(WrongProof):
        send(make.survey(), BY_FORM, "clave-de-formulario-1")


def test_a_code_counts_once_however_it_is_typed():
    survey = make.survey(Level.CODE)
    with unit_of_work():
        code = services.issue_codes(survey, CodeKind.PRINTED, 3, "Vereda")[0]
    send(survey, proofs.by_code(f" {code[:5].lower()}-{code[5:].lower()} "), "clave-de-formulario-1")
    with pytest.raises(AlreadyAnswered):
        send(survey, proofs.by_code(code), "clave-de-formulario-2")
    with pytest.raises(WrongCode):
        send(survey, proofs.by_code("0000000000"), "clave-de-formulario-3")
    assert queries.code_counts(survey) == [(CodeKind.PRINTED, "Vereda", 3, 1)]


def test_the_database_does_not_keep_the_codes():
    survey = make.survey(Level.CODE)
    with unit_of_work():
        codes = services.issue_codes(survey, CodeKind.PRINTED, 20, "Plaza", "clave-de-formulario-1")
        again = services.issue_codes(survey, CodeKind.PRINTED, 20, "Plaza", "clave-de-formulario-1")
    assert codes == again
    assert len(set(codes)) == 20
    kept = {row.digest for row in db.session.query(SurveyCode)}
    assert len(kept) == 20
    assert not kept & set(codes)


def test_a_document_counts_once_with_or_without_dots_and_its_number_is_not_kept():
    survey = make.survey(Level.REGISTER)
    send(survey, proofs.by_document(DocumentKind.CC, "1.234.567"), "clave-de-formulario-1")
    with pytest.raises(AlreadyAnswered):
        send(survey, proofs.by_document(DocumentKind.CC, " 01234567"), "clave-de-formulario-2")
    with pytest.raises(AlreadyAnswered):  # the number of a tarjeta de identidad goes on in the cédula
        send(survey, proofs.by_document(DocumentKind.TI, "1234567"), "clave-de-formulario-3")
    send(survey, proofs.by_document(DocumentKind.CE, "1234567"), "clave-de-formulario-4")
    assert all("1234567" not in row.digest for row in db.session.query(Participation))


def test_an_account_counts_once():
    survey, person = make.survey(Level.ACCOUNT), make.user(Role.LIAISON)
    send(survey, proofs.by_account(person), "clave-de-formulario-1")
    with pytest.raises(AlreadyAnswered):
        send(survey, proofs.by_account(person), "clave-de-formulario-2")


def test_what_the_answers_hide_is_not_kept_and_what_lacks_is_said():
    survey = make.survey()
    with pytest.raises(Incomplete) as refusal:
        send(survey, proofs.by_device("uno"), "clave-de-formulario-1", {"tema": "vias"})
    assert "cual" in refusal.value.errors
    send(survey, proofs.by_device("uno"), "clave-de-formulario-1", {"tema": "agua", "cual": "La de siempre"})
    with unit_of_work():
        services.close(survey)
    assert [row.answers for row in queries.responses(survey)] == [{"tema": "agua"}]


def test_closing_shakes_all_and_destroys_the_key():
    survey = make.survey(Level.REGISTER)
    receipt = send(survey, proofs.by_document(DocumentKind.CC, "1234567"), "clave-de-formulario-1")
    with at_instant(now() + timedelta(days=8)):
        services.close_due()
        db.session.refresh(survey)
        assert survey.state is SurveyState.CLOSED
        assert survey.secret is None
        assert queries.waiting_count(survey) == 0
        assert queries.response_count(survey) == queries.participation_count(survey) == 1
        late = send(survey, proofs.by_document(DocumentKind.CC, "1234567"), "clave-de-formulario-1")
        assert late.code == receipt.code
        with pytest.raises(SurveyClosed):
            send(survey, proofs.by_document(DocumentKind.CC, "7654321"), "clave-de-formulario-2")


def test_few_answers_wait_and_ten_go_into_the_box():
    survey = make.survey()
    for _ in range(9):
        make.answered_survey(survey)
    services.stir_waiting()
    assert (queries.waiting_count(survey), queries.response_count(survey)) == (9, 0)
    make.answered_survey(survey)
    services.stir_waiting()
    assert (queries.waiting_count(survey), queries.response_count(survey)) == (0, 10)
    assert queries.participation_count(survey) == 10


def test_stirring_gives_what_waits_new_marks_and_new_seals():
    survey = make.survey()
    make.answered_survey(survey)
    before = db.session.query(WaitingResponse).one()
    mark, sealed = before.id, before.sealed
    services.stir_waiting()
    after = db.session.query(WaitingResponse).one()
    assert after.is_stirred
    assert (after.id, after.sealed) != (mark, sealed)
    assert after.sealed != sealed


def test_answers_of_all_lengths_look_alike_while_they_wait():
    survey = make.survey()
    make.answered_survey(survey, tema="agua")
    make.answered_survey(survey, tema="vias", cual="La que va de la plaza al hospital", nota=1, detalle="x" * 400)
    assert len({len(row.sealed) for row in db.session.query(WaitingResponse)}) == 1


def test_a_survey_half_way_opens_with_its_code_alone_and_goes_when_sent():
    survey = make.survey()
    content = {"answers": {"tema": "agua"}, "seed": "x", "page": 0, "form_key": "clave-de-formulario-1"}
    with unit_of_work():
        code, _ = services.keep_draft(survey, content, "clave-de-formulario-1")
    assert services.find_draft(survey, code.lower().replace("0", "o")) == content
    assert services.find_draft(make.survey(), code) is None
    assert services.find_draft(survey, "0" * 16) is None
    send(survey, proofs.by_device("uno"), "clave-de-formulario-1")
    assert services.find_draft(survey, code) is None


def test_a_survey_half_way_expires():
    survey = make.survey(closes_at=now() + timedelta(days=60))
    with unit_of_work():
        code, expires_on = services.keep_draft(survey, {"answers": {}}, "clave-de-formulario-1")
    with at_instant(now() + timedelta(days=17)):
        assert services.find_draft(survey, code) is None
        with unit_of_work():
            assert services.forget_drafts(now() - timedelta(days=1), 100) == 1
    assert expires_on
