"""The pages on which the team reports and moves: what is refused is said beside its field, with the typed text."""

import io
from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.commitments import services
from participa.commitments.models import CommitmentState, EntryKind
from participa.shared.clock import today
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.commitments.house import LINK, REASON, RESULT, house, now_of, report
from tests.factories.commitments import step as make_step
from tests.factories.tracking import PDF
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("context")
GOOD = {
    "text": "Se afirmó el primer kilómetro.",
    "percent": "40",
    "link": LINK.url,
    "link_description": LINK.description,
    "has_no_personal_data": "y",
}


def page_of(at, name: str) -> str:
    return f"/compromisos/gestion/{at.commitment.code}/{name}"


def words(response) -> str:
    return response.get_data(as_text=True)


def test_a_liaison_reports_with_a_photograph_or_a_file(client):
    at = house()
    step = make_step(at.commitment)
    file = {"file": (io.BytesIO(PDF), "acta.pdf"), "file_description": "Acta de inicio", "step": str(step.id)}
    sent = client.sign_in(at.liaison).submit(page_of(at, "avance"), GOOD | file)
    assert (sent.status_code, sent.location) == (303, page_of(at, "")[:-1])
    (entry,) = now_of(at).entries
    assert (entry.percent, entry.step_id) == (40, step.id)
    detail = words(client.get(sent.location))
    assert "El avance quedó guardado." in detail
    stored = entry.evidence[0].file.name
    assert f"/compromisos/gestion/evidencias/{stored}" in detail
    assert client.get(f"/compromisos/gestion/evidencias/{stored}").data == PDF


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"percent": "20"}, "ya informado es 30"),
        ({"percent": "mucho"}, "número entero entre 0 y 100"),
        ({"percent": "100"}, "evidencia del resultado"),
        ({"link": ""}, "hace falta una evidencia"),
        ({"link": "http://ejemplo.example/acta"}, "empiece por https://"),
        ({"link_description": ""}, "Describa qué muestra"),
        ({"has_no_personal_data": ""}, "Confirme que la evidencia"),
        ({"text": "Llame al 300 123 4567 para ver la obra."}, "El texto tiene 1 posible teléfono"),
    ],
)
def test_what_may_not_be_reported_is_said_with_the_typed_text(client, change, said):
    at = house()
    report(at, 30, LINK)
    form = GOOD | change
    sent = client.sign_in(at.liaison).submit(page_of(at, "avance"), form)
    assert sent.status_code == 422
    assert said in words(sent)
    assert form["text"] in words(sent)
    assert "<title>Error: " in words(sent)
    assert len(now_of(at).entries) == 1


def test_who_read_the_text_again_publishes_it(client):
    at = house()
    form = GOOD | {"text": "La obra va por la calle 5 # 4-20.", "was_read": "y"}
    assert client.sign_in(at.liaison).submit(page_of(at, "avance"), form).status_code == 303


def test_the_same_form_twice_is_one_line_and_something_else_is_said(client):
    at = house()
    step = make_step(at.commitment)
    client.sign_in(at.liaison)
    form = GOOD | {"form_key": "la-llave-de-la-pagina-1", "step": str(step.id)}
    assert [client.post(page_of(at, "avance"), data=form | token(client, at)).status_code for _ in "ab"] == [303, 303]
    other = client.post(page_of(at, "avance"), data=form | token(client, at) | {"text": "Otra cosa."})
    assert (other.status_code, "Ya guardamos lo que envió" in words(other)) == (409, True)
    assert "la-llave-de-la-pagina-1" not in words(other)
    assert len(now_of(at).entries) == 1


def token(client, at) -> dict[str, str]:
    return {"csrf_token": parse(words(client.get(page_of(at, "avance")))).hidden["csrf_token"]}


@pytest.mark.parametrize("name", ["avance", "avance/corregir", "fecha"])
def test_another_office_reads_a_refusal_and_what_to_do(client, name):
    at = house()
    refused = client.sign_in(at.stranger).get(page_of(at, name))
    assert refused.status_code == 403
    assert "dependencia" in words(refused)


@pytest.mark.parametrize("name", ["avance", "avance/corregir", "fecha"])
def test_nobody_types_into_a_form_of_what_ended(client, name):
    at = house()
    report(at, 100, RESULT)
    closed = client.sign_in(at.liaison).get(page_of(at, name))
    assert (closed.status_code, "ya terminó" in words(closed)) == (409, True)


def test_a_date_moves_and_both_are_on_the_page_of_everybody(client):
    at = house()
    day = today() + timedelta(days=150)
    sent = client.sign_in(at.liaison).submit(page_of(at, "fecha"), {"due_on": day.isoformat(), "reason": REASON})
    assert sent.status_code == 303
    public = words(client.get(f"/compromisos/{at.commitment.code}"))
    assert now_of(at).due_on == day
    assert REASON in public
    assert public.count(f"{(today() + timedelta(days=90)).day} de ") >= 1


def test_a_date_without_a_reason_is_refused_beside_the_field(client):
    at = house()
    sent = client.sign_in(at.liaison).submit(
        page_of(at, "fecha"), {"due_on": (today() + timedelta(days=150)).isoformat(), "reason": "Llovió."}
    )
    assert (sent.status_code, "Explique el motivo" in words(sent), "Llovió." in words(sent)) == (422, True, True)


def test_progress_is_corrected_downwards(client):
    at = house()
    report(at, 60, LINK)
    sent = client.sign_in(at.liaison).submit(page_of(at, "avance/corregir"), {"percent": "20", "reason": REASON})
    assert (sent.status_code, now_of(at).percent) == (303, 20)
    higher = client.submit(page_of(at, "avance/corregir"), {"percent": "50", "reason": REASON})
    assert (higher.status_code, "menor" in words(higher)) == (422, True)


def test_who_approves_passes_it_on_ends_it_and_reopens_it(client):
    at, other = house(), make.department()
    report(at, 60, LINK)
    client.sign_in(at.approver)
    moves = [
        ("dependencia", {"lead": str(other.id), "offices": [str(at.office.id)]}),
        ("terminar", {"state": str(CommitmentState.NOT_VIABLE)}),
        ("reabrir", {"percent": ""}),
    ]
    assert [client.submit(page_of(at, name), form | {"reason": REASON}).status_code for name, form in moves] == [
        303
    ] * 3
    held = now_of(at)
    assert [line.kind for line in held.entries[1:]] == [EntryKind.REASSIGNED, EntryKind.NOT_VIABLE, EntryKind.REOPENED]
    assert (held.lead_id, held.percent, held.state) == (other.id, 60, CommitmentState.UNDER_WAY)


def test_the_page_offers_each_person_what_that_person_may_do(client):
    at = house()
    report(at, 60, LINK)
    doors = ("/avance", "/fecha", "/avance/corregir", "/dependencia", "/terminar", "/retirar")
    seen = {}
    for person in (at.liaison, at.approver, at.stranger, make.user(Role.CONTROL)):
        detail = words(client.sign_in(person).get(page_of(at, "")[:-1]))
        seen[person.role, person is at.stranger] = [door for door in doors if f'{door}"' in detail]
    assert list(seen.values()) == [
        ["/avance", "/fecha", "/avance/corregir"],
        ["/fecha", "/dependencia", "/terminar", "/retirar"],
        [],
        [],
    ]


def test_evidence_is_withdrawn_with_a_reason_and_is_gone_for_the_public(client):
    at = house()
    (piece,) = report(at, 20, LINK).evidence
    address = f"/compromisos/gestion/evidencias/{piece.id}/retirar"
    client.sign_in(at.approver)
    told = client.submit(address, {"reason": "Se ve la cédula 1.234.567 de una persona."})
    assert (told.status_code, "No escriba los datos" in words(told)) == (422, True)
    assert client.submit(address, {"reason": "Se ven documentos de identidad."}).status_code == 303
    assert LINK.url not in words(client.get(f"/compromisos/{at.commitment.code}"))


# Mis compromisos


def test_what_is_due_first_is_at_the_top_and_steps_count(client):
    at = house(due_on=today() + timedelta(days=20))
    far = make.commitment(lead_id=at.office.id, due_on=today() + timedelta(days=200))
    near = make.commitment(lead_id=at.office.id, due_on=today() + timedelta(days=100), next_step_on=today())
    step = make_step(near, due_on=today(), text="Firmar el contrato")
    dateless = make.commitment(lead_id=at.office.id, due_on=None)
    foreign = make.commitment()
    page = words(client.sign_in(at.liaison).get("/compromisos/gestion/mios"))
    order = [near.code, at.commitment.code, far.code, dateless.code]
    assert [page.index(f'id="{code}"') for code in order] == sorted(page.index(f'id="{code}"') for code in order)
    assert (f"Paso: {step.text}" in page, foreign.code in page) == (True, False)


def test_the_list_has_pages_and_parts_and_also_what_is_shared(client):
    at = house()
    with unit_of_work():
        services.reassign(at.commitment, make.department().id, [at.office.id], REASON, None, at.approver)
    for _ in range(20):
        make.commitment(lead_id=at.office.id, due_on=today())
    ended = make.commitment(CommitmentState.FULFILLED, lead_id=at.office.id)
    action = make.commitment(lead_id=at.office.id, kind="action")
    client.sign_in(at.liaison)
    first, second = (words(client.get(f"/compromisos/gestion/mios?pagina={n}")) for n in (1, 2))
    assert (at.commitment.code in first, at.commitment.code in second) == (False, True)
    for name, code in (("terminados", ended.code), ("mejora", action.code), ("cualquiera", "")):
        assert code in words(client.get(f"/compromisos/gestion/mios?ver={name}"))
    assert client.get("/compromisos/gestion/mios?pagina=3").status_code == 404
