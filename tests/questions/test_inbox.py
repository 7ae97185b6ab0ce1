"""The inbox: order, groups, filters, what each person sees, and a constant number of statements."""

from datetime import date, timedelta

import pytest

from participa.accounts.models import Role
from participa.questions import rules, services
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.questions.queries import links
from participa.questions.queries import staff as queries
from participa.questions.queries.staff import View, Wanted
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, question_in, sign_in, team
from tests.statements import statements

INBOX = "/preguntas/gestion/"
WEDNESDAY = date(2026, 8, 5)
S = Status


@pytest.fixture
def house(context):
    return team()


def due(days: int, **values) -> Question:
    return make.question(due_on=WEDNESDAY + timedelta(days=days), **values)


def found(user, view, **narrowed) -> list[str]:
    page = queries.inbox(user, Wanted(view, **narrowed), WEDNESDAY)
    return [question.radicado for question in page.items]


def radicados(*questions) -> list[str]:
    return [question.radicado for question in questions]


def test_what_falls_due_first_is_on_top_and_the_older_one_of_the_same_day(house):
    late, soon, first, second = due(9), due(1), due(-3), due(-3)
    assert found(house[Role.CONTROL], View.ALL) == radicados(first, second, soon, late)


def test_the_groups_part_the_open_questions_by_their_date(house):
    overdue, on_the_day, friday, sunday, monday = due(-1), due(0), due(2), due(4), due(5)
    ended = due(-1, status=S.TRANSFERRED)
    user = house[Role.CONTROL]
    assert found(user, View.OVERDUE) == radicados(overdue)
    assert found(user, View.TODAY) == radicados(on_the_day)
    assert found(user, View.THIS_WEEK) == radicados(friday, sunday)
    assert found(user, View.LATER) == radicados(monday)
    assert found(user, View.OPEN) == radicados(overdue, on_the_day, friday, sunday, monday)
    assert ended.radicado in found(user, View.ALL)


def test_each_question_says_how_many_copies_share_its_answer(client, house):
    leader, alone = make.public_question(), make.public_question()
    for other in (make.question(), make.question(), out := make.question()):
        with unit_of_work():
            services.move(other, house[Role.MODERATOR], S.GROUPED, NOTE, radicado=leader.radicado)
    with unit_of_work():
        services.move(out, house[Role.MODERATOR], S.CLASSIFIED, NOTE)
    assert links.copies([leader.id, alone.id, out.id]) == {leader.id: 2}
    sign_in(client, house[Role.CONTROL])
    page = client.get(f"{INBOX}?ver=todas").get_data(as_text=True)
    assert page.count("más con la misma respuesta") == 1


def test_the_counts_are_those_of_the_groups(house):
    for days in (-1, 0, 2, 4, 5):
        due(days)
    due(-1, status=S.TRANSFERRED)
    for role in Role:
        wanted = Wanted(View.OPEN)
        counts = queries.view_counts(house[role], wanted, WEDNESDAY)
        assert counts == {view: len(found(house[role], view)) for view in View}, role


def test_filters_narrow_and_combine(house):
    here = due(1, status=S.ASSIGNED, department_id=house.office.id)
    elsewhere = due(1, status=S.ASSIGNED, department_id=house.other_office.id)
    due(1)
    user = house[Role.CONTROL]
    assert found(user, View.ALL, status=S.ASSIGNED) == radicados(here, elsewhere)
    assert found(user, View.ALL, status=S.ASSIGNED, department_id=house.office.id) == radicados(here)
    assert found(user, View.ALL, radicado=elsewhere.radicado) == radicados(elsewhere)
    assert found(user, View.OVERDUE, status=S.ASSIGNED) == []


@pytest.mark.parametrize("wild", ["%", "_", "2026%", "'; --"])
def test_signs_of_the_database_are_plain_letters_in_the_search(wild, house):
    due(1)
    assert found(house[Role.CONTROL], View.ALL, radicado=wild) == []


def test_the_counts_of_states_and_offices_are_of_what_may_be_seen(house):
    due(1, status=S.ASSIGNED, department_id=house.office.id)
    due(1, status=S.ASSIGNED, department_id=house.other_office.id)
    due(1)
    assert queries.status_counts(house[Role.CONTROL]) == [(S.RECEIVED, 1), (S.ASSIGNED, 2)]
    assert queries.status_counts(house[Role.LIAISON]) == [(S.ASSIGNED, 1)]
    assert [(office.id, count) for office, count in queries.department_counts(house.stranger)] == [
        (house.other_office.id, 1)
    ]


def test_a_liaison_sees_only_the_own_office_and_nothing_without_one(house):
    mine = due(1, department_id=house.office.id, status=S.ASSIGNED)
    other = due(1, department_id=house.other_office.id, status=S.ASSIGNED)
    nobodys = due(1)
    lost = make.user(Role.LIAISON)
    assert found(house[Role.LIAISON], View.ALL) == radicados(mine)
    assert found(lost, View.ALL) == []
    for user in (*house.people.values(), house.stranger, lost):
        seen = set(found(user, View.ALL))
        may = {question.radicado for question in (mine, other, nobodys) if rules.may_see(user, question)}
        assert seen == may, user.role


@pytest.mark.parametrize("status", list(Status))
def test_what_waits_for_a_role_is_what_only_it_moves(status, house):
    question = question_in(status, house, visibility=Visibility.PUBLIC)
    waiting = {role for role in Role if question.radicado in found(house[role], View.MINE)}
    expected = {
        S.RECEIVED: {Role.MODERATOR},
        S.CLASSIFIED: {Role.MODERATOR},
        S.ASSIGNED: {Role.LIAISON},
        S.DRAFTING: {Role.LIAISON},
        S.IN_REVIEW: {Role.APPROVER},
        S.ANSWERED: {Role.APPROVER},
    }
    assert waiting == expected.get(status, set())


def test_a_text_that_waits_is_for_moderation_however_far_the_answer(house):
    question = question_in(S.IN_REVIEW, house)
    assert found(house[Role.MODERATOR], View.MINE) == radicados(question)
    with unit_of_work():
        services.withhold(question, house[Role.MODERATOR], WithholdReason.R1, NOTE)
    assert found(house[Role.MODERATOR], View.MINE) == []


def test_a_correction_waits_for_approval_and_a_returned_one_for_the_office(house):
    question = question_in(S.PUBLISHED, house, visibility=Visibility.PUBLIC)
    liaison, approver = house[Role.LIAISON], house[Role.APPROVER]
    assert (queries.waiting_for(liaison), queries.waiting_for(approver)) == (0, 0)
    with unit_of_work():
        services.correct(question, liaison, "Termina el 30 de julio.", "La fecha.")
    assert (queries.waiting_for(liaison), queries.waiting_for(approver)) == (0, 1)
    with unit_of_work():
        services.return_correction(question, approver, "Diga por qué.")
    assert (queries.waiting_for(liaison), queries.waiting_for(approver)) == (1, 0)
    assert queries.waiting_for(house.stranger) == 0


def test_neighbours_follow_the_order_of_the_list_and_its_filters(house):
    first, second, third = due(1), due(1, status=S.CLARIFYING), due(2)
    user, every = house[Role.CONTROL], Wanted(View.ALL)
    assert queries.neighbours(first, user, every, WEDNESDAY) == (None, second.radicado)
    assert queries.neighbours(second, user, every, WEDNESDAY) == (first.radicado, third.radicado)
    received = Wanted(View.ALL, status=S.RECEIVED)
    assert queries.neighbours(first, user, received, WEDNESDAY) == (None, third.radicado)
    assert queries.neighbours(second, user, received, WEDNESDAY) == (first.radicado, third.radicado)


def test_the_page_opens_on_what_waits_for_the_person(client, house):
    question_in(S.ASSIGNED, house)
    html = client.sign_in(house[Role.LIAISON]).get(INBOX).get_data(as_text=True)
    assert "Por hacer: 1 pregunta." in html
    assert 'aria-current="page">Por hacer' in html


def test_who_has_no_queue_opens_on_all_that_is_open(client, house):
    html = client.sign_in(house[Role.CONTROL]).get(INBOX).get_data(as_text=True)
    assert "Todas las abiertas: 0 preguntas." in html
    assert "Por hacer" not in html


@pytest.mark.parametrize(
    "odd",
    ["ver=nada", "estado=nada", "dependencia=x", "pagina=-3", "pagina=x", "pagina=9999"]
    + [f"{word}={'9' * 30}" for word in ("dependencia", "pagina", "q", "ver")]
    + ["dependencia=0", "dependencia=-1", "q=%00", "q=%F0%9F%98%80"],
)
def test_an_odd_address_is_no_error(odd, client, house):
    make.question()
    assert client.sign_in(house[Role.MODERATOR]).get(f"{INBOX}?{odd}").status_code == 200


def test_the_term_is_said_in_words_with_its_date(client, house):
    question = question_in(S.RECEIVED, house)
    html = client.sign_in(house[Role.MODERATOR]).get(INBOX).get_data(as_text=True)
    assert "Faltan 15 días hábiles" in html
    assert f'datetime="{question.due_on.isoformat()}"' in html


def test_twenty_five_rows_a_page_and_the_rest_on_the_next(client, house):
    for _ in range(27):
        make.question()
    client.sign_in(house[Role.MODERATOR])
    first = client.get(f"{INBOX}?ver=todas").get_data(as_text=True)
    second = client.get(f"{INBOX}?ver=todas&pagina=2").get_data(as_text=True)
    assert (first.count('id="p-'), second.count('id="p-')) == (25, 2)
    assert "ver=todas&amp;pagina=2" in first


def test_the_page_asks_the_same_of_the_database_for_one_row_and_for_thirty(client, house, database):
    def asked() -> int:
        with statements(database) as seen:
            assert client.get(f"{INBOX}?ver=todas").status_code == 200
        return len(seen)

    sign_in(client, house[Role.MODERATOR])
    make.question(topic_id=make.topic().id, department_id=house.office.id)
    one = asked()
    for _ in range(30):
        make.question(topic_id=make.topic().id, department_id=make.department().id)
    assert asked() == one > 5
