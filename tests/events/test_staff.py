"""The pages with which the team runs dialogue spaces."""

from datetime import UTC, datetime, timedelta

import pytest

from participa.accounts.models import Role
from participa.events import queries
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.shared.clock import now
from tests import factories as make
from tests.pages import parse

TYPED = {
    "type": "foro",
    "modality": "presencial",
    "title": "Foro de vías",
    "starts_at": "2031-08-04T09:00",
    "ends_at": "2031-08-04T12:00",
    "place": "Casa de la Cultura",
    "objective": "Contar qué vías se arreglaron.",
}
HOW = {"methodology": "Mesas por tema.", "rules": "Tres minutos por persona."}


def again(event: Event) -> Event:
    """The row as it is now."""
    db.session.expire_all()
    return db.session.get_one(Event, event.id)


def test_an_official_creates_a_space_and_convenes_it(client, context):
    activity = make.activity()
    client.sign_in(make.user(Role.COMMUNICATIONS))
    answer = client.submit(f"/espacios/gestion/nuevo/{activity.id}", TYPED)
    assert (answer.status_code, answer.location) == (303, "/espacios/gestion/foro-de-vias")
    assert "Guardamos el borrador" in client.get(answer.location).get_data(as_text=True)
    assert client.submit("/espacios/gestion/foro-de-vias/editar/como", HOW).status_code == 303
    assert client.submit("/espacios/gestion/foro-de-vias/convocar").status_code == 303
    event = queries.by_slug_public("foro-de-vias")
    assert event.starts_at == datetime(2031, 8, 4, 14, tzinfo=UTC)  # typed on the clock of Colombia
    assert event.activities == [activity]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "Escriba el título"),
        ({"modality": ""}, "Elija cómo se hará"),
        ({"modality": "telepatía"}, "Opción inválida"),
        ({"starts_at": "mañana"}, "Escriba la fecha y la hora"),
        ({"starts_at": "0031-08-04T09:00"}, "Revise el año"),
        ({"ends_at": "2031-08-04T09:00"}, "La hora de fin va después"),
        ({"stream_url": "http://envivo.example"}, "https://"),
        ({"stream_url": "javascript:alert(1)"}, "https://"),
        ({"stream_url": "https://[roto"}, "https://"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(client, context, change, message):
    activity = make.activity()
    client.sign_in(make.user(Role.APPROVER))
    answer = client.submit(f"/espacios/gestion/nuevo/{activity.id}", TYPED | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert "Contar qué vías se arreglaron." in page
    assert queries.for_team(None, 1).total == 0


@pytest.mark.parametrize("number", ["987654", "9" * 30])
def test_an_unknown_activity_is_not_found(client, context, number):
    client.sign_in(make.user(Role.APPROVER))
    assert client.get(f"/espacios/gestion/nuevo/{number}").status_code == 404


def test_the_form_of_a_space_shows_its_hours_in_colombia(client, context):
    event = make.event(EventState.DRAFT, starts_at=datetime(2031, 8, 5, 1, tzinfo=UTC))
    client.sign_in(make.user(Role.APPROVER))
    assert "2031-08-04T20:00" in client.get(f"/espacios/gestion/{event.slug}/editar/fecha-y-lugar").get_data(
        as_text=True
    )


def test_an_edit_that_empties_a_public_page_is_refused(client, context):
    event = make.event()
    client.sign_in(make.user(Role.COMMUNICATIONS))
    answer = client.submit(f"/espacios/gestion/{event.slug}/editar/como", HOW | {"methodology": ""})
    assert answer.status_code == 422
    assert "no puede quedar sin esto: metodología" in answer.get_data(as_text=True)
    assert again(event).methodology


@pytest.mark.parametrize(
    ("part", "typed", "kept"),
    [
        (
            "que-es",
            {"title": "Foro", "type": "foro", "modality": "mixta", "scope": "Se propone."},
            {"scope": "Se propone."},
        ),
        (
            "fecha-y-lugar",
            {
                "starts_at": "2031-08-04T09:00",
                "ends_at": "2031-08-04T12:00",
                "address": "Calle 5",
                "map_url": "https://mapas.example/x",
                "capacity_in_room": "120",
                "capacity_online": "",
            },
            {"address": "Calle 5", "capacity_in_room": 120, "capacity_online": None},
        ),
        (
            "temas",
            {"topics": "Vías\n\nVías\nAgua", "goals": "Diez km"},
            {"topics": ["Vías", "Agua"], "goals": ["Diez km"]},
        ),
        (
            "accesibilidad",
            {"accessibility": ["captions", "lsc"], "accessibility_other": "Aro magnético."},
            {"accessibility": ["captions", "lsc"], "accessibility_other": "Aro magnético."},
        ),
        (
            "plazos",
            {"registration_opens_at": "2031-07-01T08:00"},
            {"registration_opens_at": datetime(2031, 7, 1, 13, tzinfo=UTC), "registration_closes_at": None},
        ),
    ],
)
def test_each_part_is_kept_and_the_others_stay(client, context, part, typed, kept):
    event = make.event(EventState.DRAFT)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    answer = client.submit(f"/espacios/gestion/{event.slug}/editar/{part}", typed)
    assert answer.status_code == 303
    now_kept = again(event)
    assert {name: getattr(now_kept, name) for name in kept} == kept
    assert now_kept.methodology == "Presentación, preguntas y respuestas."


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [
        ("fecha-y-lugar", {"map_url": "javascript:alert(1)"}, "https://"),
        ("fecha-y-lugar", {"capacity_in_room": "0"}, "Escriba un número desde 1."),
        ("fecha-y-lugar", {"capacity_online": "muchos"}, "Escriba un número entero"),
        (
            "plazos",
            {"questions_open_at": "2031-08-03T09:00", "questions_close_at": "2031-08-02T09:00"},
            "El cierre de pre",
        ),
        (
            "plazos",
            {"registration_opens_at": "2031-08-03T09:00", "registration_closes_at": "2031-08-03T09:00"},
            "inscr",
        ),
        ("temas", {"topics": "\n".join(map(str, range(21)))}, "20 renglones"),
        ("accesibilidad", {"accessibility": ["telepatía"]}, "telepatía"),
    ],
)
def test_what_does_not_fit_in_a_part_is_said(client, context, part, typed, message):
    event = make.event(EventState.DRAFT)
    client.sign_in(make.user(Role.APPROVER))
    answer = client.submit(f"/espacios/gestion/{event.slug}/editar/{part}", typed)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_the_groups_of_a_space_are_those_of_the_catalogue(client, context):
    event, group = make.event(EventState.DRAFT), make.value_group("Juntas de acción comunal")
    client.sign_in(make.user(Role.COMMUNICATIONS))
    address = f"/espacios/gestion/{event.slug}/editar/temas"
    assert client.submit(address, {"value_groups": [str(group.id)]}).status_code == 303
    assert again(event).value_groups == [db.session.merge(group)]
    assert "checked" in client.get(address).get_data(as_text=True)


def test_two_people_who_edit_at_once_do_not_overwrite_each_other_unseen(client, context):
    event = make.event(EventState.DRAFT)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    address = f"/espacios/gestion/{event.slug}/editar/como"
    seen = parse(client.get(address).get_data(as_text=True)).hidden
    assert client.submit(address, HOW | {"methodology": "La de otra persona."}).status_code == 303
    answer = client.post(address, data=seen | HOW | {"methodology": "La mía."})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Otra persona cambió esto" in page
    assert "La mía." in page
    assert again(event).methodology == "La de otra persona."
    decided = client.post(address, data=parse(page).hidden | HOW | {"methodology": "La mía."})
    assert decided.status_code == 303
    assert again(event).methodology == "La mía."


def test_two_people_who_edit_different_parts_do_not_stand_in_each_others_way(client, context):
    event = make.event(EventState.DRAFT)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    address = f"/espacios/gestion/{event.slug}/editar/como"
    seen = parse(client.get(address).get_data(as_text=True)).hidden
    assert client.submit(f"/espacios/gestion/{event.slug}/editar/temas", {"topics": "Agua"}).status_code == 303
    assert client.post(address, data=seen | HOW).status_code == 303
    assert (again(event).topics, again(event).methodology) == (["Agua"], "Mesas por tema.")


def test_what_is_missing_is_listed_and_convening_is_not_offered(client, context):
    event = make.event(EventState.DRAFT, methodology="")
    client.sign_in(make.user(Role.COMMUNICATIONS))
    page = client.get(f"/espacios/gestion/{event.slug}").get_data(as_text=True)
    assert "Complete lo que falta" in page
    assert "/convocar" not in page
    answer = client.submit(f"/espacios/gestion/{event.slug}/convocar")
    assert answer.status_code == 422
    assert "Para convocar falta: metodología" in answer.get_data(as_text=True)
    assert again(event).state is EventState.DRAFT


def test_cancelling_without_a_reason_keeps_the_space(client, context):
    event = make.event()
    client.sign_in(make.user(Role.COMMUNICATIONS))
    assert client.submit(f"/espacios/gestion/{event.slug}/cancelar").status_code == 422
    assert again(event).state is EventState.CONVENED
    assert client.submit(f"/espacios/gestion/{event.slug}/cancelar", {"note": "Creció el río."}).status_code == 303
    assert again(event).state is EventState.CANCELLED


@pytest.mark.parametrize(
    ("role", "offered", "hidden"),
    [
        (Role.COMMUNICATIONS, ("reprogramar", "cancelar", "editar"), ("iniciar",)),
        (Role.MODERATOR, ("iniciar",), ("reprogramar", "cancelar", "editar")),
        (Role.APPROVER, ("iniciar", "reprogramar", "cancelar", "editar"), ()),
        (Role.CONTROL, (), ("iniciar", "reprogramar", "cancelar", "editar")),
    ],
)
def test_each_role_is_offered_its_steps(client, context, role, offered, hidden):
    event = make.event(starts_at=now(), ends_at=now() + timedelta(hours=2))
    client.sign_in(make.user(role))
    page = client.get(f"/espacios/gestion/{event.slug}").get_data(as_text=True)
    assert [name for name in offered if f"/{event.slug}/{name}" not in page] == []
    assert [name for name in hidden if f"/{event.slug}/{name}" in page] == []


@pytest.mark.parametrize(
    ("role", "step", "status"),
    [
        (Role.MODERATOR, "iniciar", 303),
        (Role.MODERATOR, "cancelar", 403),
        (Role.COMMUNICATIONS, "iniciar", 403),
        (Role.CONTROL, "iniciar", 403),
        (Role.LIAISON, "iniciar", 403),
        (Role.APPROVER, "terminar", 409),
    ],
)
def test_a_step_is_taken_only_by_whom_it_concerns(client, context, role, step, status):
    event = make.event(starts_at=now(), ends_at=now() + timedelta(hours=2))
    client.sign_in(make.user(role))
    page = f"/espacios/gestion/{event.slug}"
    answer = client.submit(
        f"{page}/{step}", {"note": "Motivo."}, page=page if role is not Role.LIAISON else "/gestion/"
    )
    assert answer.status_code == status
    assert again(event).state is (EventState.UNDER_WAY if status == 303 else EventState.CONVENED)


def test_the_list_is_filtered_by_state(client, context):
    make.event(EventState.DRAFT, title="Mesa de salud")
    make.event(title="Foro de vías")
    client.sign_in(make.user(Role.CONTROL))
    page = client.get("/espacios/gestion/?estado=draft").get_data(as_text=True)
    assert "Mesa de salud" in page
    assert "Foro de vías" not in page
