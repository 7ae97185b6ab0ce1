"""People who forge what travels in the form, guess, double click, and a team that corrects words meanwhile."""

import json
from dataclasses import replace
from time import perf_counter

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questionnaires import services as questionnaires
from participa.questionnaires.engine.definition import Definition, Item, ItemType, Option
from participa.shared.audit import AuditEntry
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs, queries, services
from participa.surveys.models import CodeKind, Level, SurveyState
from participa.surveys.proofs import DocumentKind
from tests import factories as make
from tests.factories.surveys import GRADE, SMALL, TOPIC, WHICH_ROAD, WORDS
from tests.pages import parse
from tests.surveys.test_pages import fill, send, step, text

LONE = "\ud800"
KINDS = tuple(
    Item(
        f"x_{kind.value}",
        kind,
        f"<script>alert('{kind.value}')</script>",
        help='"><img src=x onerror=alert(1)>',
        options=(Option("a", "<b>A</b>"), Option("b", "{{ 7*7 }}"), Option("c", "\u05d0\u05d1 👩🏽‍🌾")),
        rows=(Option("r", "<i>R</i>"), Option("s", "S")),
        shuffles=kind is ItemType.RANKING,
        starts_page=True,
    )
    for kind in ItemType
    if kind is not ItemType.FILE
)
NOT_ANSWERS = (
    LONE, "a", True, 3, -1, 10**300, 1.5, [], ["a", "a"], ["a", 1], {"a": 1}, {"a": "a"}, {"zz": LONE},
    {"r": "a", "s": {"t": 1}}, [[["a"]]], {"a": 10**300}, "9" * 400, "<script>", "\u202enoitcejni", "\x00",
)  # fmt: skip


def answering(survey) -> str:
    return f"/encuestas/{survey.slug}/responder"


def lend(client, survey):
    client.sign_in(make.user(Role.MODERATOR))
    page = f"/encuestas/gestion/{survey.slug}/"
    assert client.submit(f"/encuestas/gestion/{survey.slug}/prender", page=page).status_code == 303


def forged(client, survey, **values):
    """The first page as it came, with other hidden fields."""
    hidden = parse(text(client.get(answering(survey)))).hidden
    return client.post(answering(survey), data=hidden | values)


@pytest.mark.parametrize("value", NOT_ANSWERS, ids=lambda value: ascii(value)[:20])
def test_whatever_is_carried_every_page_can_be_drawn(client, context, value):
    survey = make.survey(version=make.questionnaire_version(Definition(KINDS)))
    carried = json.dumps({"seed": "x", "answers": {item.name: value for item in KINDS}})
    for number in range(len(KINDS)):
        for asked in ({"paso": f"ir:{number}"}, {"paso": "atras"}, {"mover": f"{KINDS[number].name}:arriba:b"}, {}):
            page = forged(client, survey, carried=carried, page=str(number), **asked)
            assert page.status_code in (200, 422)
            assert "<script>alert" not in text(page)
            assert "<img src=x" not in text(page)
    review = forged(client, survey, carried=carried, page="-1", paso="enviar")
    assert review.status_code in (201, 422)
    assert "<script>alert" not in text(review)


@pytest.mark.parametrize("seed", [LONE, "\x00", "😀" * 64, "x" * 65])
def test_a_forged_seed_gives_an_order_like_any_other(client, context, seed):
    ranking = replace(TOPIC, type=ItemType.RANKING, shuffles=True)
    survey = make.survey(version=make.questionnaire_version(Definition((ranking,))))
    page = forged(client, survey, carried=json.dumps({"seed": seed, "answers": {}}))
    assert page.status_code in (200, 422)


def test_hidden_and_unasked_answers_that_are_forged_are_not_kept(client, context):
    survey = make.survey()
    said = {"tema": "agua", "cual": "La que va a la casa", "ajena": "x", "_order": {"tema": ["vias"]}, "nota": 4}
    sent = forged(client, survey, carried=json.dumps({"seed": "s", "answers": said}), page="-1", paso="enviar")
    assert sent.status_code == 201
    with unit_of_work():
        services.close(survey)
    assert [row.answers for row in queries.responses(survey)] == [{"tema": "agua", "nota": 4}]


def test_an_account_is_asked_for_at_every_step(client, context):
    survey = make.survey(Level.ACCOUNT)
    carried = json.dumps({"seed": "s", "answers": {"tema": "agua"}})
    token = parse(text(client.get("/cuentas/ingresar"))).hidden
    for values in ({"paso": "enviar", "page": "-1"}, {"page": "0"}, {"paso": "guardar"}):
        page = client.post(answering(survey), data=token | {"carried": carried} | values)
        assert page.status_code in (200, 403)
    assert queries.participation_count(survey) == 0


def test_who_goes_back_and_changes_an_answer_reads_that_the_first_one_counts(client, context):
    survey = make.survey()
    review = fill(client, survey)
    assert "Ya las teníamos" not in text(send(client, survey, review))
    changed = step(client, answering(survey), review, paso="ir:0")
    changed = step(client, answering(survey), changed, **{"r-tema": "parques"})
    again = send(client, survey, step(client, answering(survey), changed))
    assert "Ya las teníamos: cuenta lo que envió la primera vez" in text(again)
    with unit_of_work():
        services.close(survey)
    assert [row.answers["tema"] for row in queries.responses(survey)] == ["agua"]


def test_nothing_of_an_answer_goes_to_the_history_the_mail_or_the_log(client, context, caplog):
    survey = make.survey(Level.REGISTER)
    before = [db.session.query(kind).count() for kind in (AuditEntry, OutgoingMail)]
    asked = client.get(answering(survey))
    proof = {"document_kind": "cc", "document_number": "1.234.567", "proof": "1"}
    with caplog.at_level("DEBUG"):
        page = step(client, answering(survey), asked, **proof)
        page = step(client, answering(survey), page, **{"r-tema": "agua"})
        page = step(client, answering(survey), page, **{"r-detalle": "una frase que nadie más escribe"})
        assert send(client, survey, page).status_code == 201
    assert [db.session.query(kind).count() for kind in (AuditEntry, OutgoingMail)] == before
    assert not any(word in caplog.text for word in ("1234567", "1.234.567", "nadie más", survey.slug))


def test_a_browser_without_cookies_is_told_what_to_do(app, context):
    survey = make.survey()
    db.session.commit()
    stranger = app.test_client(use_cookies=False)
    page = parse(text(stranger.get(answering(survey))))
    refused = stranger.post(answering(survey), data=page.hidden | {"r-tema": "agua"})
    assert refused.status_code == 400
    assert "no acepta cookies" in text(refused)


@pytest.mark.parametrize("number", ["..", "", "abcdefgh", "\x00", "12"])
def test_what_is_no_document_is_refused_at_the_last_step_as_well(client, context, number):
    survey = make.survey(Level.REGISTER)
    carried = json.dumps({"seed": "s", "answers": {"tema": "agua"}})
    skipped = {"document_kind": "cc", "document_number": number, "carried": carried, "page": "-1", "paso": "enviar"}
    assert forged(client, survey, **skipped).status_code == 422
    assert queries.participation_count(survey) == 0


def test_trying_documents_to_know_who_took_part_must_wait(client, context):
    survey = make.survey(Level.REGISTER)
    make.answered_survey(survey, proofs.by_document(DocumentKind.CC, "1234567"))
    tried = {"document_kind": "cc", "document_number": "1234567", "proof": "1"}
    statuses = [step(client, answering(survey), client.get(answering(survey)), **tried).status_code for _ in range(11)]
    assert (statuses[0], statuses[-1]) == (409, 429)


def test_forged_numbers_keys_and_cookies_only_begin_anew(client, context):
    survey = make.survey(takes_tablet=True)
    carried = json.dumps({"seed": "s", "answers": {"tema": "agua"}})
    for page in ("9" * 5000, "-2", "²", "1e3", ""):
        assert forged(client, survey, page=page).status_code in (200, 422)
        assert forged(client, survey, paso=f"ir:{page}").status_code in (200, 422)
    for key in ("", "papel-1", "'; DROP TABLE", "á" * 20, "x" * 5000, "\x00" * 20):
        kept = forged(client, survey, form_key=key, carried=carried, page="-1", paso="guardar")
        assert "Guardamos lo que lleva" in text(kept)
    for cookie in ("x", "é", "a.b", "W10.x", "\x01"):
        client.set_cookie("surveys", cookie)
        client.set_cookie("tablet", cookie)
        assert client.get(answering(survey)).status_code == 200
        assert "no está prendida" in text(client.get(f"/encuestas/{survey.slug}/tableta"))


def test_guessing_the_code_of_what_another_left_must_wait(client, context):
    survey = make.survey()
    url = f"/encuestas/{survey.slug}/seguir"
    statuses = [step(client, url, client.get(url), code=f"00000000000000{n}") for n in range(10, 22)]
    assert (statuses[0].status_code, statuses[-1].status_code) == (422, 429)


def test_guessing_codes_by_the_last_step_must_wait_as_well(client, context):
    survey = make.survey(Level.CODE)
    hidden = parse(text(client.get(answering(survey)))).hidden
    forged = hidden | {"carried": json.dumps({"seed": "s", "answers": {"tema": "agua"}}), "paso": "enviar"}
    statuses = [
        client.post(f"/encuestas/{survey.slug}/gracias", data=forged | {"single_use_code": f"000000000{n}"}).status_code
        for n in range(12)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_one_code_through_two_doors_is_one_answer(client, context):
    survey = make.survey(Level.CODE, takes_tablet=True)
    with unit_of_work():
        code = services.issue_codes(survey, CodeKind.PRINTED, 1, "Plaza")[0]
    lend(client, survey)
    tablet = f"/encuestas/{survey.slug}/tableta"
    start = step(client, tablet, client.get(tablet), empezar="si")
    page = step(client, tablet, start, single_use_code=code, proof="1")
    own = step(client, answering(survey), client.get(answering(survey)), single_use_code=code, proof="1")
    own = step(client, answering(survey), own, **{"r-tema": "agua"})
    own = step(client, answering(survey), own)
    assert send(client, survey, own).status_code == 201
    page = step(client, tablet, page, **{"r-tema": "parques"})
    page = step(client, tablet, page)
    late = step(client, tablet, page, paso="enviar")
    assert late.status_code == 409
    assert queries.participation_count(survey) == 1


def test_a_tablet_of_one_survey_is_none_of_another(client, context):
    one, other = (make.survey(takes_tablet=True) for _ in range(2))
    lend(client, one)
    token = parse(text(client.get(f"/encuestas/{one.slug}/tableta"))).hidden
    carried = json.dumps({"seed": "s", "answers": {"tema": "agua"}})
    forged = token | {"carried": carried, "page": "-1", "paso": "enviar"}
    refused = client.post(f"/encuestas/{other.slug}/tableta", data=forged)
    assert refused.status_code == 403
    assert queries.participation_count(other) == 0


def correct(survey, definition):
    with unit_of_work():
        questionnaires.correct(survey.questionnaire, definition, "Una palabra mal escrita.", None)


FROZEN = Definition((TOPIC, WHICH_ROAD, GRADE, WORDS), intro=SMALL.intro)
REWORDED = Definition((replace(TOPIC, label="¿Cuál tema le importa más?"), WHICH_ROAD, GRADE, WORDS), intro=SMALL.intro)


def open_survey():
    survey = make.survey(state=SurveyState.DRAFT)
    with unit_of_work():
        services.open_survey(survey)
    return queries.by_id(survey.id)


def test_a_corrected_word_reaches_the_survey_that_is_open_and_both_are_counted(client, context):
    survey = open_survey()
    make.answered_survey(survey)
    review = fill(client, survey)
    correct(survey, REWORDED)
    assert "¿Cuál tema le importa más?" in text(client.get(answering(survey)))
    assert send(client, survey, review).status_code == 201
    survey = queries.by_id(survey.id)
    with unit_of_work():
        services.close(survey)
    assert survey.version.number == 2
    asked = {row.version_id for row in queries.responses(survey)}
    assert queries.response_count(survey) == len(asked) == 2


def test_everybody_reads_which_words_of_an_open_survey_were_corrected_when_and_why(client, context):
    survey = open_survey()
    page = f"/encuestas/{survey.slug}/"
    assert "Se corrigieron palabras" not in text(client.get(page))
    correct(survey, REWORDED)
    correct(survey, replace(REWORDED, intro="Sus respuestas ayudan."))
    told = text(client.get(page))
    assert told.count("Se corrigieron palabras") == 2
    assert "Motivo: Una palabra mal escrita." in told
    assert "Decía «¿Qué tema le importa más?» y dice «¿Cuál tema le importa más?»." in told
    assert "y dice «Sus respuestas ayudan.»." in told


def test_a_survey_that_is_over_keeps_the_words_that_were_read(context):
    survey = open_survey()
    with unit_of_work():
        services.close(survey)
    correct(survey, REWORDED)
    assert queries.by_id(survey.id).version.number == 1


def test_two_hundred_questions_of_three_hundred_options_are_read_before_sending_in_little_time(client, context):
    many = tuple(Option(f"o{number}", f"Vereda {number}") for number in range(300))
    items = tuple(Item(f"p{n}", ItemType.SINGLE, f"Pregunta {n}", options=many, starts_page=True) for n in range(200))
    survey = make.survey(version=make.questionnaire_version(Definition(items)))
    carried = json.dumps({"seed": "s", "answers": {item.name: "o7" for item in items}})
    hidden = parse(text(client.get(answering(survey)))).hidden | {"carried": carried, "page": "199"}
    began = perf_counter()
    review = client.post(answering(survey), data=hidden)
    took = perf_counter() - began
    assert "Vereda 7" in text(review)
    assert took < 5
