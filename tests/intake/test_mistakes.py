"""What tired hands do at the counter: click twice, go back, void the wrong slip, count wrong, reuse numbers."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.intake import queries, services
from participa.intake.models import Slip, SlipBatch, SlipState, VoidReason
from participa.questions.models import Question, Status
from participa.questions.services import Submission
from participa.shared import files
from participa.shared.clock import at_instant, local, now
from participa.shared.errors import Conflict, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import PageClient, parse

NEVER = 1_000_000_000
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def typist() -> User:
    return make.user(role=Role.MODERATOR)


@pytest.fixture
def checker() -> User:
    return make.user(role=Role.COMMUNICATIONS)


def open_box(typist: User, first: int = 1, last: int = 5, one_of: int = 1) -> SlipBatch:
    with unit_of_work():
        return services.open_batch("Buzón", None, first, last, one_of, now(), make.form_key(), typist)


def type_slip(box: SlipBatch, number: int, typist: User, **said: object) -> Slip:
    with unit_of_work():
        return services.type_slip(box.id, number, Submission(**{"body": "¿Y la vía?"} | said), typist)


def void(box: SlipBatch, first: int, last: int, typist: User, reason: VoidReason = VoidReason.BLANK) -> None:
    with unit_of_work():
        services.void(box.id, first, last, reason, "", typist)


def bodies() -> list[str]:
    return [question.body for question in db.session.query(Question).order_by(Question.id)]


def box_form(**values: str) -> dict[str, str]:
    clock = local(now()).strftime("%Y-%m-%dT%H:%M")
    usual = {"label": "Buzón", "event": "", "first": "1", "last": "5", "collected_at": clock, "check_one_of": "1"}
    return usual | values


# Clicking twice


def test_a_second_click_on_the_check_goes_on(client: PageClient, typist: User, checker: User) -> None:
    box = open_box(typist)
    type_slip(box, 1, typist)
    url = f"/ventanilla/cajas/{box.id}/revisar/1"
    client.sign_in(checker)
    form = parse(client.get(url).text).hidden | {"body": "¿Y la vía?", "kind": "pregunta"}
    answers = [client.post(url, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert bodies() == ["¿Y la vía?"]


def test_what_a_second_checker_wrote_is_given_back(client: PageClient, typist: User, checker: User) -> None:
    box = open_box(typist)
    type_slip(box, 1, typist)
    url = f"/ventanilla/cajas/{box.id}/revisar/1"
    client.sign_in(checker)
    form = parse(client.get(url).text).hidden | {"body": "¿Y la vía del río?", "kind": "pregunta", "note": "Decía río"}
    with unit_of_work():
        services.check(box.id, 1, Submission("¿Y la vía?"), "", make.user(role=Role.MODERATOR))
    answer = client.post(url, data=form)
    assert answer.status_code == 422
    assert "¿Y la vía del río?" in answer.text
    assert bodies() == ["¿Y la vía?"]


def test_closing_twice_closes_once(client: PageClient, typist: User) -> None:
    box = open_box(typist, last=1)
    void(box, 1, 1, typist)
    url = f"/ventanilla/cajas/{box.id}/cerrar"
    form = parse(client.sign_in(typist).get(url).text).hidden | {"counted": "1"}
    answers = [client.post(url, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.get_one(SlipBatch, box.id).closed_by_id == typist.id


def test_going_back_and_typing_another_question_loses_none(client: PageClient, typist: User) -> None:
    url = "/ventanilla/pregunta"
    came_at = local(now()).strftime("%Y-%m-%dT%H:%M")
    said = {"body": "¿Cuándo llega el agua?", "channel": "oral", "event": "", "came_at": came_at}
    form = parse(client.sign_in(typist).get(url).text).hidden | said
    assert client.post(url, data=form).status_code == 201
    asked = client.post(url, data=form | {"body": "¿Y la luz?"})
    assert asked.status_code == 409
    assert "¿Y la luz?" in asked.text
    sent = client.post(url, data=form | parse(asked.text).hidden | {"body": "¿Y la luz?"})
    assert sent.status_code == 201
    assert bodies() == ["¿Cuándo llega el agua?", "¿Y la luz?"]


def test_the_same_slip_with_another_contact_is_not_a_retry(typist: User) -> None:
    box = open_box(typist, one_of=NEVER)
    waiting = open_box(typist, first=11, last=15)
    for each, number in ((box, 1), (waiting, 11)):
        type_slip(each, number, typist)
        type_slip(each, number, typist)
        with pytest.raises(Conflict):
            type_slip(each, number, typist, first_names="Otra persona")
    assert len(bodies()) == 1


# Voiding


def test_a_slip_that_was_voided_by_mistake_comes_back_and_is_typed(client: PageClient, typist: User) -> None:
    box = open_box(typist, one_of=NEVER)
    void(box, 1, 5, typist)
    page = f"/ventanilla/cajas/{box.id}"
    client.sign_in(typist)
    assert client.submit(f"{page}/hoja/3/recuperar", page=page).status_code == 303
    assert client.submit(f"{page}/hoja/3/recuperar", page=page).status_code == 303
    type_slip(box, 3, typist)
    assert bodies() == ["¿Y la vía?"]
    with pytest.raises(Conflict), unit_of_work():
        services.recover(box.id, 3, typist)


def test_nothing_comes_back_in_a_closed_box(typist: User) -> None:
    box = open_box(typist, last=1)
    void(box, 1, 1, typist)
    with unit_of_work():
        services.close(box.id, 1, typist)
    with pytest.raises(Conflict), unit_of_work():
        services.recover(box.id, 1, typist)


# Counting


def test_the_slips_in_the_hand_must_be_those_in_the_system(client: PageClient, typist: User) -> None:
    box = open_box(typist, last=4, one_of=NEVER)
    type_slip(box, 1, typist)
    void(box, 2, 2, typist)
    void(box, 3, 4, typist, VoidReason.UNUSED)
    url = f"/ventanilla/cajas/{box.id}/cerrar"
    client.sign_in(typist)
    refused = client.submit(url, {"counted": "3"})
    assert refused.status_code == 422
    assert "Usted contó 3 hojas y aquí hay 2" in refused.text
    assert client.submit(url, {"counted": "muchas"}).status_code == 422
    assert client.submit(url, {"counted": "2"}).status_code == 303
    assert db.session.get_one(SlipBatch, box.id).counted == 2


def test_a_box_with_slips_to_type_is_not_closed_by_a_count(typist: User) -> None:
    box = open_box(typist, last=2, one_of=NEVER)
    type_slip(box, 1, typist)
    with pytest.raises(Conflict), unit_of_work():
        services.close(box.id, 1, typist)


# Numbers


def test_a_number_belongs_to_one_box(client: PageClient, typist: User) -> None:
    open_box(typist, first=101, last=130)
    client.sign_in(typist)
    new = "/ventanilla/cajas/nueva"
    assert 'value="131"' in client.get(new).text
    refused = client.submit(new, box_form(first="130", last="140"))
    assert refused.status_code == 422
    assert "La hoja 130 ya es de la caja «Buzón»" in refused.text
    assert client.submit(new, box_form(first="131", last="140")).status_code == 303


def test_numbers_beyond_any_box_are_no_fault(client: PageClient, typist: User) -> None:
    box = open_box(typist)
    client.sign_in(typist)
    for path in (f"{10**30}", f"{box.id}/revisar/{10**30}", f"{box.id}/revisar/0", "0/acta.pdf"):
        assert client.get(f"/ventanilla/cajas/{path}").status_code == 404
    assert client.submit(f"/ventanilla/cajas/{box.id}/escribir", {"number": "9" * 40, "body": "¿?"}).status_code == 422


# Days


def test_a_box_with_a_wrong_day_is_mended_before_its_first_slip_is_filed(client: PageClient, typist: User) -> None:
    box = open_box(typist, one_of=NEVER)
    url = f"/ventanilla/cajas/{box.id}/corregir"
    client.sign_in(typist)
    mended = {"label": "Buzón del parque", "event": "", "collected_at": "2026-11-03T23:59"}
    assert client.submit(url, mended).status_code == 303
    box = db.session.get_one(SlipBatch, box.id)
    assert (box.label, local(box.collected_at).strftime("%d %H:%M")) == ("Buzón del parque", "03 23:59")
    with unit_of_work():
        services.type_slip(box.id, 1, Submission("¿Y la vía?"), typist, "Se recogió tarde.")
    assert client.submit(url, mended, page=f"/ventanilla/cajas/{box.id}").status_code == 409


def test_a_slip_that_is_checked_on_a_later_day_says_why(typist: User, checker: User) -> None:
    box = open_box(typist)
    type_slip(box, 1, typist)
    with at_instant(now() + timedelta(days=2)):
        with pytest.raises(Invalid), unit_of_work():
            services.check(box.id, 1, Submission("¿Y la vía?"), "", checker)
        with unit_of_work():
            slip = services.check(box.id, 1, Submission("¿Y la vía?"), "", checker, "No había quién revisara.")
    assert slip.question
    assert slip.question.by_hand
    assert slip.question.by_hand.reason == "No había quién revisara."
    assert slip.question.by_hand.typed_at == slip.typed_at


def test_the_check_asks_for_the_reason_on_a_later_day(client: PageClient, typist: User, checker: User) -> None:
    box = open_box(typist)
    with unit_of_work():
        box.collected_at = now() - timedelta(days=3)
        services.type_slip(box.id, 1, Submission("¿Y la vía?"), typist, "Se recogió tarde.")
    client.sign_in(checker)
    url = f"/ventanilla/cajas/{box.id}/revisar/1"
    assert "late_reason" not in client.get(url).text
    assert client.submit(url, {"body": "¿Y la vía?", "kind": "pregunta"}).status_code == 303


# Office and topic


def test_the_slip_says_its_office_and_topic_as_the_page_does(client: PageClient, typist: User, checker: User) -> None:
    topic, office = make.topic("Agua"), make.department()
    box = open_box(typist)
    said = {"number": "1", "body": "¿Y el agua?", "kind": "pregunta"}
    said |= {"topic": str(topic.id), "department": str(office.id)}
    client.sign_in(typist).submit(f"/ventanilla/cajas/{box.id}/escribir", said)
    with unit_of_work():
        topic.is_active = False
    client.sign_in(checker)
    url = f"/ventanilla/cajas/{box.id}/revisar/1"
    assert f'<option selected value="{topic.id}">' in client.get(url).text
    del said["number"]
    assert client.submit(url, said).status_code == 303
    question = db.session.query(Question).one()
    assert (question.topic_id, question.asked_department_id) == (topic.id, office.id)
    assert question.department_id is None


# The photo of a slip


def test_the_photo_of_a_slip_goes_when_the_contact_goes(typist: User) -> None:
    box = open_box(typist, one_of=NEVER)
    with unit_of_work():
        kept = files.keep(make.a_file())
        slip = services.type_slip(box.id, 1, Submission("¿Y la vía?"), typist, scan=kept)
        pending = services.type_slip(box.id, 2, Submission("¿Y el parque?"), typist, scan=files.keep(make.a_file()))
        assert slip.question
        slip.question.status, slip.question.answered_at = Status.PUBLISHED, now() - timedelta(days=400)
    with unit_of_work():
        assert services.forget_scans(now() - timedelta(days=365), 10) == 1
    assert (slip.scan_id, pending.scan_id is None) == (None, False)
    assert slip.scan_erased_at is not None
    with unit_of_work():
        assert services.forget_scans(now() - timedelta(days=365), 10) == 0


def test_a_photo_is_kept_with_the_slip(client: PageClient, typist: User) -> None:
    box = open_box(typist)
    url = f"/ventanilla/cajas/{box.id}/escribir"
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    scan = (BytesIO(photo.getvalue()), "hoja.png")
    client.sign_in(typist).submit(url, {"number": "1", "body": "¿Y la vía?", "kind": "pregunta", "scan": scan})
    assert queries.slip(box.id, 1).scan_id is not None
    assert queries.slip(box.id, 1).state is SlipState.TYPED
