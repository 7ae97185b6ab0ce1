"""The pages of the phones: they work as plain forms and links, and nobody is refused."""

import pytest

from participa.events.models import EventState
from participa.extensions import db
from participa.hearings.models import HearingState, Stage, StagedQuestion
from participa.questions.models import Question
from participa.shared.unit_of_work import reading_first, unit_of_work
from tests import factories as make
from tests.pages import parse

ROOM = "/vivo/SALA7"
WORDS = "¿Cuándo arreglan el techo de la escuela de la vereda?"


def words(response) -> str:
    return response.get_data(as_text=True)


def a_hearing(**changes):
    return make.hearing(event=make.event(state=EventState.UNDER_WAY), **changes)


def ask(client, text: str = WORDS, **more):
    return client.submit(f"{ROOM}/preguntar", {"body": text, **more})


def asked() -> int:
    return db.session.query(Question).count()


def as_script(client, url: str, data: dict[str, str]):
    token = client.get(f"{ROOM}/mias").json["token"]
    return client.post(url, data={"csrf_token": token, **data}, headers={"Accept": "application/json"})


class TestEntrance:
    def test_a_code_is_forgiven_its_case_and_its_spaces(self, context, client):
        a_hearing()
        assert client.get("/vivo/?codigo=sala+7").location == ROOM
        assert client.get("/vivo/sala7").location == ROOM

    def test_a_wrong_code_is_told_beside_the_field(self, context, client):
        answer = client.get("/vivo/?codigo=NADA9")
        assert answer.status_code == 422
        assert "No hay una sala con el código «NADA9»" in words(answer)

    def test_who_has_no_code_finds_what_is_live_and_no_rehearsal(self, context, client):
        event = make.event(state=EventState.UNDER_WAY, title="Audiencia de la plaza")
        make.hearing(event=event)
        make.hearing(event=event, is_rehearsal=True, room_code="ENSA7")
        page = words(client.get("/vivo/"))
        assert ROOM in page
        assert "ENSA7" not in page


class TestARehearsal:
    def test_nobody_fills_it_without_end_nor_writes_in_one_that_is_over(self, context, client, monkeypatch):
        monkeypatch.setattr("participa.hearings.services.asking.MOST_REHEARSED", 2)
        rehearsal = a_hearing(is_rehearsal=True)
        for number in range(4):
            assert ask(client, f"Palabras de ensayo {number}").status_code == 201
        assert db.session.query(StagedQuestion).count() == 2
        rehearsal.state = HearingState.CLOSED
        db.session.commit()
        monkeypatch.undo()
        ask(client, "Palabras después del fin")
        assert db.session.query(StagedQuestion).count() == 2


class TestThePageOfTheHearing:
    def test_it_says_what_is_answered_now_and_what_waits(self, context, client):
        hearing = a_hearing()
        spoken = make.staged(hearing, stage=Stage.ON_SCREEN)
        make.staged(hearing, supports=20, readers=40)
        page = words(client.get(ROOM))
        assert f'data-part="now">{spoken.question.body}' in page
        assert "20 apoyos de 40 personas que la leyeron" in page

    def test_few_readers_show_no_figures(self, context, client):
        make.staged(a_hearing(), supports=3, readers=14)
        page = words(client.get(ROOM))
        assert "Aún circula" in page
        assert "3 apoyos" not in page

    def test_a_question_that_waits_for_its_moderation_is_not_there(self, context, client):
        hearing = a_hearing()
        hidden = make.question(hearing.event, body="¿Lo que nadie ha leído todavía?")
        make.staged(hearing, question=hidden)
        assert hidden.body not in words(client.get(ROOM))

    def test_two_phones_see_the_same_cards_in_another_order(self, context, client, app):
        hearing = a_hearing()
        for _ in range(8):
            make.staged(hearing)
        orders = set()
        for _ in range(4):
            client.delete_cookie("asking")
            page = parse(words(client.get(ROOM)))
            orders.add(tuple(one for one in page.ids if one.startswith("q") and one[1:].isdigit()))
        assert len(orders) > 1
        assert len({frozenset(order) for order in orders}) == 1

    def test_the_same_phone_sees_the_same_order_again(self, context, client):
        hearing = a_hearing()
        for _ in range(8):
            make.staged(hearing)
        first, again = (parse(words(client.get(ROOM))).ids for _ in range(2))
        assert first == again

    @pytest.mark.parametrize(
        ("view", "first"), [("nuevas", "la última"), ("apoyadas", "la más apoyada")], ids=["latest", "supported"]
    )
    def test_other_orders_are_one_link_away(self, context, client, view, first):
        hearing = a_hearing()
        make.staged(hearing, question=make.public_question(hearing.event, body="¿Es la primera?"))
        figures = {"supports": 30, "readers": 40}
        make.staged(hearing, question=make.public_question(hearing.event, body="¿Es la más apoyada?"), **figures)
        make.staged(hearing, question=make.public_question(hearing.event, body="¿Es la última?"))
        page = words(client.get(f"{ROOM}?ver={view}"))
        texts = [page.find(f"¿Es {one}?") for one in ("la primera", "la más apoyada", "la última")]
        assert min(texts) == page.find(f"¿Es {first}?") > 0

    def test_the_cards_of_an_office(self, context, client):
        hearing = a_hearing()
        office = make.department(name="Obras Públicas")
        make.staged(hearing, question=make.public_question(hearing.event, body="¿Y la vía?"), department_id=office.id)
        make.staged(hearing, question=make.public_question(hearing.event, body="¿Y el médico?"))
        page = words(client.get(f"{ROOM}?ver=oficina&cual=Obras+P%C3%BAblicas"))
        assert "¿Y la vía?" in page
        assert "¿Y el médico?" not in page

    def test_what_was_answered_has_left_the_deal(self, context, client):
        hearing = a_hearing()
        make.staged(hearing, stage=Stage.ANSWERED, question=make.public_question(hearing.event, body="¿Ya se dijo?"))
        assert "¿Ya se dijo?" not in words(client.get(ROOM))
        assert "¿Ya se dijo?" in words(client.get(f"{ROOM}?ver=respondidas"))

    def test_the_cards_come_twelve_at_a_time(self, context, client):
        hearing = a_hearing()
        for _ in range(13):
            make.staged(hearing)
        pages = [parse(words(client.get(f"{ROOM}?pagina={number}"))).ids for number in (1, 2)]
        cards = [[one for one in page if one.startswith("q") and one[1:].isdigit()] for page in pages]
        assert [len(page) for page in cards] == [12, 1]
        assert not set(cards[0]) & set(cards[1])

    def test_before_it_opens_the_support_is_there_and_off(self, context, client):
        make.staged(a_hearing(state=HearingState.PREPARING, salt=None))
        page = words(client.get(ROOM))
        assert "La audiencia aún no empieza" in page
        assert page.count('type="submit" disabled name="apoyar"') == 2  # of the card and of the model

    def test_while_supports_are_paused_it_says_so(self, context, client):
        make.staged(a_hearing(takes_supports=False))
        page = words(client.get(ROOM))
        assert '<span class="muted" data-part="no-supports">Ahora no se reciben apoyos.' in page
        assert page.count('type="submit" disabled name="apoyar"') == 2  # of the card and of the model

    def test_while_questions_are_paused_it_says_where_else_to_ask(self, context, client):
        a_hearing(takes_questions=False)
        page = words(client.get(ROOM))
        assert '<details class="live-ask" data-part="asking" hidden>' in page
        assert '<p data-part="no-asking">Por ahora no se hacen preguntas desde los teléfonos.' in page

    def test_who_wants_it_has_the_page_renewed_without_scripts(self, context, client):
        a_hearing()
        assert 'http-equiv="refresh"' not in words(client.get(ROOM))
        assert 'http-equiv="refresh"' in words(client.get(f"{ROOM}?refrescar=si"))


class TestSupporting:
    def test_a_support_and_its_way_back(self, context, client):
        staged = make.staged(a_hearing())
        answer = client.submit(f"{ROOM}/apoyos", {"apoyar": staged.id}, page=ROOM)
        assert answer.location == f"{ROOM}#q{staged.id}"
        assert "Usted la apoya." in words(client.get(ROOM))
        client.submit(f"{ROOM}/apoyos", {"quitar": staged.id}, page=ROOM)
        assert "Usted la apoya." not in words(client.get(ROOM))

    def test_a_script_is_told_what_the_phone_supports_and_has_read(self, context, client):
        hearing = a_hearing()
        one, other = make.staged(hearing), make.staged(hearing)
        sent = {"apoyar": str(one.id), "leidas": f"{one.id} {other.id}"}
        assert as_script(client, f"{ROOM}/apoyos", sent).json == {"supports": [one.id]}
        mine = client.get(f"{ROOM}/mias").json
        assert (mine["supports"], mine["seen"]) == ([one.id], [one.id, other.id])

    def test_a_refusal_is_a_sentence(self, context, client):
        staged = make.staged(a_hearing(takes_supports=False))
        answer = as_script(client, f"{ROOM}/apoyos", {"apoyar": str(staged.id)})
        assert answer.status_code == 409
        assert answer.json["message"].endswith(".")

    def test_a_question_of_another_hearing_is_not_there(self, context, client):
        a_hearing()
        elsewhere = make.staged(make.hearing(room_code="OTRA2"))
        assert as_script(client, f"{ROOM}/apoyos", {"apoyar": str(elsewhere.id)}).status_code == 404


class TestAsking:
    def test_a_question_gets_its_receipt(self, context, client):
        a_hearing()
        page = words(ask(client))
        question = db.session.query(Question).one()
        assert (question.body, question.radicado in page) == (WORDS, True)
        assert "Recibimos su pregunta" in page

    def test_one_that_is_too_long_can_go_in_writing_with_its_text(self, context, client):
        hearing = a_hearing()
        long = "¿" + "Por qué " * 60 + "?"
        answer = ask(client, long)
        assert answer.status_code == 422
        assert long in words(answer)
        form = parse(words(answer)).hidden | {"body": long}
        assert client.post(f"/preguntas/nueva/{hearing.event.slug}", data=form).status_code == 201
        assert db.session.query(Question).one().body == long

    def test_those_that_resemble_are_offered_and_the_own_one_still_goes(self, context, client):
        hearing = a_hearing()
        alike = make.staged(hearing, question=make.public_question(hearing.event, body=WORDS))
        answer = ask(client)
        assert "todavía no se ha enviado" in words(answer)
        assert f'value="{alike.id}">Sumar mi apoyo' in words(answer)
        assert asked() == 1
        form = parse(words(answer)).hidden
        assert client.post(f"{ROOM}/preguntar", data=form).status_code == 201
        assert asked() == 2

    @pytest.mark.parametrize(
        ("of_hearing", "of_card", "gathers"),
        [
            ({}, {}, True),
            ({}, {"stage": Stage.ON_SCREEN}, True),
            ({}, {"stage": Stage.ANSWERED}, False),
            ({}, {"is_silent": True}, False),
            ({"takes_supports": False}, {}, False),
            ({"state": HearingState.PREPARING, "salt": None}, {}, False),
            ({"state": HearingState.CLOSED, "salt": None}, {}, False),
        ],
    )
    def test_one_that_resembles_is_offered_for_a_support_only_if_it_takes_it(
        self, context, client, of_hearing, of_card, gathers
    ):
        hearing = a_hearing(**of_hearing)
        alike = make.staged(hearing, question=make.public_question(hearing.event, body=WORDS), **of_card)
        sent = {"body": WORDS, "form_key": "clave-de-este-telefono"}
        (offered,) = as_script(client, f"{ROOM}/preguntar", sent).json["alike"]
        assert (offered["number"], offered["gathers"]) == (alike.id, gathers)
        assert ("Sumar mi apoyo" in words(ask(client))) is gathers

    def test_where_phones_do_not_ask_for_now_what_comes_all_the_same_is_received(self, context, client):
        a_hearing(takes_questions=False)
        page = words(client.get(f"{ROOM}/preguntar"))
        assert "Por ahora no se hacen preguntas desde los teléfonos." in page
        assert "<textarea" not in page
        sent = {"body": WORDS, "form_key": "clave-de-este-telefono"}
        assert as_script(client, f"{ROOM}/preguntar", sent).status_code == 201
        assert asked() == 1

    def test_a_script_gets_its_receipt_once_however_often_it_sends(self, context, client):
        a_hearing()
        sent = {"body": WORDS, "form_key": "clave-de-este-telefono"}
        first, again = (as_script(client, f"{ROOM}/preguntar", sent) for _ in range(2))
        assert first.status_code == again.status_code == 201
        assert first.json == again.json
        assert asked() == 1

    def test_a_key_used_for_another_text_says_so(self, context, client):
        a_hearing()
        as_script(client, f"{ROOM}/preguntar", {"body": WORDS, "form_key": "clave-de-este-telefono"})
        answer = ask(client, "¿Otra cosa muy distinta?", form_key="clave-de-este-telefono")
        assert answer.status_code == 409
        assert "Enviar como pregunta nueva" in words(answer)

    def test_after_the_end_it_is_received_all_the_same(self, context, client):
        make.hearing(event=make.event(state=EventState.HELD), state=HearingState.CLOSED, salt=None)
        page = words(client.get(ROOM))
        assert "La audiencia terminó" in page
        assert "Se responde ahora" not in page
        assert "Leer el acta" in page
        assert ask(client).status_code == 201
        assert asked() == 1

    def test_in_a_rehearsal_there_is_a_text_and_no_question(self, context, client):
        hearing = a_hearing(is_rehearsal=True)
        page = words(ask(client, form_key="clave-de-este-telefono"))
        assert "Se borra cuando el ensayo termine" in page
        ask(client, form_key="clave-de-este-telefono")
        rows = db.session.query(StagedQuestion).filter_by(hearing_id=hearing.id).all()
        assert [(row.rehearsal_text, row.question_id) for row in rows] == [(WORDS, None)]
        assert asked() == 0

    def test_what_is_read_first_comes_before_the_lock_of_the_writers(self, context):
        with unit_of_work():
            with reading_first():
                assert db.session.query(Question).count() == 0
            db.session.query(Question).count()
            with pytest.raises(RuntimeError, match="must come first"), reading_first():
                pass
