"""Answering as people do, without JavaScript: page by page, back, later, twice, too late, on a shared tablet."""

import re
from datetime import timedelta

from participa.accounts.models import Role
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import queries, services
from participa.surveys.models import CodeKind, Level, SurveyState
from tests import factories as make
from tests.pages import parse


def text(response):
    return response.get_data(as_text=True)


def step(client, url, response, **typed):
    """Send the form that an answer showed."""
    return client.post(url, data=parse(text(response)).hidden | typed)


def fill(client, survey, start=None):
    """Up to the page where all is read."""
    url = f"/encuestas/{survey.slug}/responder"
    page = step(client, url, start or client.get(url), **{"r-tema": "agua"})
    return step(client, url, page, **{"r-nota": "4", "r-detalle": "Gracias por preguntar"})


def send(client, survey, page):
    return step(client, f"/encuestas/{survey.slug}/gracias", page, paso="enviar")


def test_a_survey_is_answered_page_by_page_and_the_receipt_says_nothing_of_the_answers(client, context):
    survey = make.survey()
    review = fill(client, survey)
    assert "Revise y envíe" in text(review)
    assert "Gracias por preguntar" in text(review)
    assert "¿Cuál vía?" not in text(review)
    thanks = send(client, survey, review)
    assert thanks.status_code == 201
    assert "Gracias por preguntar" not in text(thanks)
    assert "agua" not in text(thanks).lower()
    assert queries.participation_count(survey) == 1


def test_the_same_form_again_shows_the_same_thanks(client, context):
    survey = make.survey()
    review = fill(client, survey)
    first, again = send(client, survey, review), send(client, survey, review)
    codes = [re.findall(r"<span>(\w{4})</span>", text(page)) for page in (first, again)]
    assert codes[0] == codes[1] != []
    assert queries.participation_count(survey) == 1


def test_a_receipt_can_be_shown_to_be_a_good_one(client, context):
    survey = make.survey()
    thanks = send(client, survey, fill(client, survey))
    code = "-".join(re.findall(r"<span>(\w{4})</span>", text(thanks)))
    check = f"/encuestas/{survey.slug}/constancia"
    page = f"/encuestas/{survey.slug}/gracias"
    assert "La constancia es de esta encuesta" in text(client.submit(check, {"code": code.lower()}, page=page))
    assert client.submit(check, {"code": "0" * 16}, page=page).status_code == 422


def test_the_same_browser_is_told_what_to_do(client, context):
    survey = make.survey()
    send(client, survey, fill(client, survey))
    again = client.get(f"/encuestas/{survey.slug}/responder")
    assert "Desde este aparato ya se respondió" in text(again)
    assert "otra persona" in text(again)


def test_what_lacks_is_said_with_what_was_typed(client, context):
    survey = make.survey()
    url = f"/encuestas/{survey.slug}/responder"
    page = step(client, url, client.get(url))
    assert page.status_code == 422
    assert "Revise esto antes de seguir" in text(page)


def test_going_back_keeps_what_was_said_and_another_way_drops_it(client, context):
    survey = make.survey()
    url = f"/encuestas/{survey.slug}/responder"
    page = step(client, url, client.get(url), **{"r-tema": "vias"})
    assert "¿Cuál vía?" in text(page)
    back = step(client, url, page, paso="atras", **{"r-cual": "La del hospital"})
    assert 'value="vias" data-draft checked' in text(back)
    assert "La del hospital" in text(step(client, url, back, **{"r-tema": "vias"}))
    other = step(client, url, back, **{"r-tema": "agua"})
    assert "¿Cuál vía?" not in text(other)


def test_a_survey_is_left_half_way_and_taken_up_with_its_code(client, context):
    survey = make.survey()
    url, later = f"/encuestas/{survey.slug}/responder", f"/encuestas/{survey.slug}/seguir"
    page = step(client, url, client.get(url), **{"r-tema": "agua"})
    saved = step(client, url, page, paso="guardar", **{"r-detalle": "A medias"})
    assert "Guardamos lo que lleva" in text(saved)
    code = " ".join(re.findall(r"<span>(\w{4})</span>", text(saved))).lower()
    taken_up = client.submit(later, {"code": code})
    assert "A medias" in text(taken_up)
    review = step(client, url, taken_up, **{"r-detalle": "Terminada"})
    assert send(client, survey, review).status_code == 201
    assert client.submit(later, {"code": code}).status_code == 422


def test_a_code_is_asked_for_before_anything_else(client, context):
    survey = make.survey(Level.CODE)
    with unit_of_work():
        code = services.issue_codes(survey, CodeKind.PRINTED, 1, "Plaza")[0]
    url = f"/encuestas/{survey.slug}/responder"
    start = client.get(url)
    assert "Antes de empezar" in text(start)
    assert step(client, url, start, single_use_code="XXXXX-XXXXX").status_code == 422
    first = step(client, url, start, single_use_code=f"{code[:5]} {code[5:]}".lower())
    assert "¿Qué tema le importa más?" in text(first)
    assert send(client, survey, fill(client, survey, first)).status_code == 201
    assert step(client, url, client.get(url), single_use_code=code).status_code == 409


def test_a_document_is_asked_for_and_is_on_no_page_afterwards(client, context):
    survey = make.survey(Level.REGISTER)
    url = f"/encuestas/{survey.slug}/responder"
    typed = {"document_kind": "cc", "document_number": "1.234.567"}
    assert step(client, url, client.get(url), document_kind="cc", document_number="no").status_code == 422
    review = fill(client, survey, step(client, url, client.get(url), **typed))
    thanks = send(client, survey, review)
    assert thanks.status_code == 201
    assert "1.234.567" not in text(thanks)
    assert step(client, url, client.get(url), **typed).status_code == 409


def test_answering_without_the_code_that_travels_is_not_possible(client, context):
    survey = make.survey(Level.CODE)
    url = f"/encuestas/{survey.slug}/gracias"
    assert client.submit(url, {"paso": "enviar"}, page=f"/encuestas/{survey.slug}/responder").status_code == 422
    assert queries.participation_count(survey) == 0


def test_who_comes_early_or_late_reads_what_to_do(client, context):
    early = make.survey(opens_at=now() + timedelta(days=1))
    late = make.survey(closes_at=now() - timedelta(minutes=1))
    assert "todavía no abre" in text(client.get(f"/encuestas/{early.slug}/responder"))
    assert "ya cerró" in text(client.get(f"/encuestas/{late.slug}/responder"))
    assert "todavía no abre" in text(client.get(f"/encuestas/{early.slug}/"))


def test_what_was_being_written_when_it_closed_is_given_back(client, context):
    survey = make.survey()
    review = fill(client, survey)
    with unit_of_work():
        services.close(survey)
    late = send(client, survey, review)
    assert late.status_code == 409
    assert "Gracias por preguntar" in text(late)
    assert queries.participation_count(survey) == 0


def test_a_draft_does_not_exist_for_people(client, context):
    survey = make.survey(state=SurveyState.DRAFT)
    assert client.get(f"/encuestas/{survey.slug}/").status_code == 404
    assert survey.title not in text(client.get("/encuestas/"))


def test_the_front_page_says_how_honest_the_count_is(client, context):
    page = text(client.get(f"/encuestas/{make.survey().slug}/"))
    assert "Nivel 0 de 4" in page
    assert "ventana privada" in page
    assert "No representa" in page


def test_answers_without_an_account_ask_to_sign_in(client, context):
    survey, person = make.survey(Level.ACCOUNT), make.user(Role.LIAISON)
    assert "Ingrese con su cuenta" in text(client.get(f"/encuestas/{survey.slug}/responder"))
    client.sign_in(person)
    assert send(client, survey, fill(client, survey)).status_code == 201


class TestTablet:
    def lend(self, client, survey):
        client.sign_in(make.user(Role.MODERATOR))
        page = f"/encuestas/gestion/{survey.slug}/"
        return client.submit(f"/encuestas/gestion/{survey.slug}/prender", page=page)

    def answer(self, client, survey):
        url = f"/encuestas/{survey.slug}/tableta"
        first = step(client, url, client.get(url), empezar="si")
        review = fill_at(client, url, first)
        return review, step(client, url, review, paso="enviar")

    def test_each_person_begins_anew_and_a_retry_is_the_same_thanks(self, client, context):
        survey = make.survey(takes_tablet=True)
        assert self.lend(client, survey).status_code == 303
        assert client.get("/gestion/").status_code == 302
        review, first = self.answer(client, survey)
        assert first.status_code == 201
        url = f"/encuestas/{survey.slug}/tableta"
        assert step(client, url, review, paso="enviar").status_code == 201
        assert queries.participation_count(survey) == 1
        assert "Gracias por preguntar" not in text(client.get(url))
        _, second = self.answer(client, survey)
        assert second.status_code == 201
        assert queries.participation_count(survey) == 2
        with unit_of_work():
            services.close(survey)
        assert {row.via.value for row in queries.responses(survey)} == {"tablet"}

    def test_without_being_lent_it_is_no_tablet(self, client, context):
        survey = make.survey(takes_tablet=True)
        url = f"/encuestas/{survey.slug}/tableta"
        assert "no está prendida" in text(client.get(url))
        first = client.get(f"/encuestas/{survey.slug}/responder")
        assert step(client, url, first, paso="enviar", **{"r-tema": "agua"}).status_code == 403
        assert queries.participation_count(survey) == 0

    def test_it_ends_when_the_team_says_so(self, client, context):
        survey, editor = make.survey(takes_tablet=True), make.user(Role.APPROVER)
        self.lend(client, survey)
        with unit_of_work():
            services.set_tablet(survey, False, editor)
        assert "no está prendida" in text(client.get(f"/encuestas/{survey.slug}/tableta"))

    def test_a_tablet_of_before_stays_off_when_they_are_allowed_again(self, client, context):
        survey, editor = make.survey(takes_tablet=True), make.user(Role.APPROVER)
        self.lend(client, survey)
        for takes in (False, True):
            with unit_of_work():
                services.set_tablet(survey, takes, editor)
        assert "no está prendida" in text(client.get(f"/encuestas/{survey.slug}/tableta"))
        self.lend(client, survey)
        assert "no está prendida" not in text(client.get(f"/encuestas/{survey.slug}/tableta"))


def fill_at(client, url, start):
    page = step(client, url, start, **{"r-tema": "agua"})
    return step(client, url, page, **{"r-nota": "4", "r-detalle": "Gracias por preguntar"})


class TestChecked:
    def test_a_form_sent_in_a_moment_is_flagged_and_counted(self, client, context):
        survey = make.survey(Level.CHECKED)
        assert send(client, survey, fill(client, survey)).status_code == 201
        with unit_of_work():
            services.close(survey)
        assert queries.flagged_count(survey) == queries.response_count(survey) == 1


class TestTeam:
    def test_a_survey_is_written_opened_extended_and_closed(self, client, context):
        version, event = make.questionnaire_version(), make.event()
        client.sign_in(make.user(Role.COMMUNICATIONS))
        values = {
            "title": "Qué temas quiere",
            "about": "Para escoger los temas.",
            "version": str(version.id),
            "event": str(event.id),
            "opens_at": "2026-01-10T08:00",
            "closes_at": "2026-12-31T18:00",
            "level": "open",
        }
        url = "/encuestas/gestion/nueva"
        assert client.submit(url, values | {"event": ""}).status_code == 422
        values |= {"opens_at": (now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")}
        made = client.submit(url, values | {"closes_at": (now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")})
        assert made.status_code == 303, text(made)
        page = made.location
        survey = queries.by_slug(page.rstrip("/").rsplit("/", 1)[1])
        assert client.submit(page + "abrir").status_code == 303
        assert version.is_frozen
        later = (now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
        assert client.submit(page + "ampliar", {"closes_at": later, "reason": ""}).status_code == 422
        assert client.submit(page + "ampliar", {"closes_at": later, "reason": "Llovió mucho"}).status_code == 303
        assert client.submit(page + "abrir-resultados", {"reason": "Lo pidió el concejo"}).status_code == 303
        assert client.submit(page + "cerrar", {"reason": "Ya bastan"}).status_code == 303
        public = text(client.get(f"/encuestas/{survey.slug}/"))
        assert "Llovió mucho" in public
        assert "Lo pidió el concejo" in public
        assert "Ya bastan" in public

    def test_codes_come_as_papers_as_a_list_and_by_mail(self, client, context):
        survey = make.survey(Level.CODE)
        client.sign_in(make.user(Role.APPROVER))
        url = f"/encuestas/gestion/{survey.slug}/codigos"
        paper = client.submit(url, {"number": "12", "batch": "Plaza", "shape": "pdf"})
        assert paper.mimetype == "application/pdf"
        listed = client.submit(url, {"number": "3", "batch": "Plaza", "shape": "csv"})
        assert len(text(listed).splitlines()) == 4
        sent = client.submit(url + "/correo", {"batch": "Junta", "addresses": "a@uno.example\nb@dos.example"})
        assert sent.status_code == 303
        assert client.submit(url + "/correo", {"batch": "Junta", "addresses": "no"}).status_code == 422
        assert sum(made for _, _, made, _ in queries.code_counts(survey)) == 17

    def test_the_count_is_live_and_the_results_are_not_there(self, client, context):
        survey = make.survey()
        make.answered_survey(survey, tema="agua", detalle="Mejor alumbrado")
        client.sign_in(make.user(Role.CONTROL))
        page = text(client.get(f"/encuestas/gestion/{survey.slug}/"))
        assert "persona respondió" in page
        assert "alumbrado" not in page
