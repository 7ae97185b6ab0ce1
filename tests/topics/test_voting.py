"""The groups become a vote, its result an agenda, and each topic says what became of it."""

import secrets
from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.events.models import AgendaItem, DocumentKind
from participa.extensions import db
from participa.hearings.models import AgendaRun, LivePromise
from participa.questionnaires.engine.definition import ItemType
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Level
from participa.topics import services
from participa.topics.models import LinkKind, Rule, Standing, TopicCall, TopicGroup, TopicVote, Way
from participa.topics.queries import agenda as agendas
from participa.topics.queries import fates, groups, votes
from participa.topics.services.voting import item_of
from tests import factories as make
from tests.factories import topics
from tests.factories.keep import keep
from tests.factories.questions import answer
from tests.pages import PageClient


def of(call: TopicCall, number: int) -> TopicGroup:
    return groups.one(call, number)


def make_vote(call: TopicCall) -> TopicVote:
    at = now()
    new = services.NewVote(Way.RANKING, Rule.SCHULZE, Level.OPEN, at, at + timedelta(days=1))
    with unit_of_work():
        return services.make_vote(call, new, secrets.token_urlsafe(16), make.user(Role.APPROVER))


def test_the_vote_stands_once_on_the_page_of_the_space(client, context):
    event = make.event()
    call = topics.call(event_id=event.id)
    for title in topics.TITLES:
        topics.topic(call, title)
    vote = topics.vote(call)
    page = client.get(f"/espacios/{event.slug}").get_data(as_text=True)
    assert page.count(f"/encuestas/{vote.survey.slug}/") == 1
    assert "La gente está votando los temas de este espacio." in page


@pytest.mark.parametrize(("number", "places"), [(2, 2), (6, 6), (7, 3), (12, 3)])
def test_up_to_six_are_all_put_in_order_and_of_more_three_are_chosen(number: int, places: int) -> None:
    item = item_of([TopicGroup(number=place, title=f"Tema {place}") for place in range(1, number + 1)], Way.RANKING)
    assert item.type is ItemType.RANKING
    assert item.maximum == places
    assert item.shuffles


def test_the_vote_waits_until_everything_is_decided(context: None) -> None:
    call = topics.call()
    topics.topic(call, "Vías")
    with pytest.raises(Conflict, match="sigue abierta"):
        make_vote(call)
    topics.nomination(call)
    topics.nomination(call, Standing.WAITING)
    topics.over(call)
    with pytest.raises(Conflict) as refusal:
        make_vote(call)
    for lack in ("Falta por revisar 1", "Falta por agrupar 1", "al menos dos temas"):
        assert lack in refusal.value.message


def test_a_second_click_gives_the_same_vote(context: None) -> None:
    call = topics.call()
    for title in topics.TITLES:
        topics.topic(call, title)
    topics.over(call)
    assert make_vote(call).survey_id == make_vote(call).survey_id


def test_nobody_sees_a_result_before_the_end_but_everybody_the_rule(context: None, client: PageClient) -> None:
    call = topics.call()
    for title in topics.TITLES:
        topics.topic(call, title)
    vote = topics.vote(call)
    topics.answered(vote, [["t1", "t2", "t3"]] * 9)
    page = client.get(f"/temas/{call.slug}/resultado").text
    assert "Uno contra uno (método de Schulze)" in page
    assert "Lugar 1" not in page
    assert votes.find_tally(vote) is None


def test_the_result_says_who_won_and_how(context: None, client: PageClient) -> None:
    call = topics.decided([["t2", "t1", "t3"]] * 6 + [["t1", "t3", "t2"]] * 3)
    page = client.get(f"/temas/{call.slug}/resultado").text
    assert "«Agua potable» ganó a cada uno de los demás, uno contra uno." in page
    assert "Cómo se aseguró un voto por persona" in page


def test_a_tie_is_shown_as_a_tie(context: None, client: PageClient) -> None:
    call = topics.decided([["t1", "t2", "t3"], ["t2", "t1", "t3"]] * 3)
    page = client.get(f"/temas/{call.slug}/resultado").text
    assert "Lugar 1, empatado" in page
    assert "nadie lo rompe" in page


def test_few_votes_are_not_shown(context: None, client: PageClient) -> None:
    call = topics.decided([["t1", "t2", "t3"]] * 4)
    page = client.get(f"/temas/{call.slug}/resultado").text
    assert "menos de cinco votos" in page
    assert "Lugar 1" not in page
    assert "Lugar 1" not in client.get(f"/temas/{call.slug}").text


def test_who_prefers_not_to_answer_is_no_vote(context: None) -> None:
    call = topics.decided([["t1", "t2", "t3"]] * 5 + ["prefiere_no_responder"])
    tally = votes.find_tally(votes.find(call))
    assert tally is not None
    assert tally.votes == 5


def test_points_are_added_up(context: None) -> None:
    call = topics.call()
    for title in topics.TITLES:
        topics.topic(call, title)
    vote = topics.vote(call, Way.POINTS)
    topics.answered(vote, [{"t1": 50, "t3": 50}] * 5 + [{"t3": 100}])
    tally = votes.find_tally(topics.closed(vote))
    assert tally is not None
    assert tally.rule is Rule.POINTS
    assert tally.order == (("t3",), ("t1",), ("t2",))


def test_the_count_is_kept_once(context: None) -> None:
    call = topics.decided()
    vote = votes.find(call)
    assert vote is not None
    before = votes.find_tally(vote)
    services.keep_tallies()
    db.session.refresh(vote)
    assert vote.tally is not None
    assert votes.find_tally(vote) == before
    assert votes.uncounted() == []


def test_the_order_of_the_vote_needs_no_reason_and_another_does(context: None) -> None:
    call, leader = topics.decided(), make.user(Role.APPROVER)
    event = call.event
    with pytest.raises(Invalid, match="Escriba el motivo"), unit_of_work():
        services.confirm(call, event, [3], "", leader)
    with unit_of_work():
        services.confirm(call, event, [1, 2], "", leader)
        services.confirm(call, event, [1, 2], "", leader)
    assert len(agendas.decisions(call)) == 1
    assert [topic for topic in event.topics if topic in topics.TITLES] == list(topics.TITLES[:2])


def test_the_reason_for_another_order_is_public_and_the_earlier_agenda_stays(context: None, client: PageClient) -> None:
    call, leader = topics.decided(), make.user(Role.APPROVER)
    with unit_of_work():
        services.confirm(call, call.event, [1], "", leader)
        services.confirm(call, call.event, [3], "El hospital responde ese día.", leader)
    for page in (f"/temas/{call.slug}", f"/temas/{call.slug}/resultado"):
        assert "El hospital responde ese día." in client.get(page).text
    assert len(agendas.decisions(call)) == 2
    assert call.event.topics == ["Puesto de salud"]
    assert fates.of_groups([of(call, 1)])[of(call, 1).id].is_empty
    assert "Puesto de salud" in client.get(f"/espacios/{call.event.slug}").text


def test_a_space_of_others_takes_no_topics(context: None) -> None:
    call, other = topics.decided(), make.event()
    with pytest.raises(Forbidden), unit_of_work():
        services.confirm(call, other, [1], "", make.user(Role.APPROVER))


def test_each_topic_says_where_it_was_treated_and_what_came_of_it(context: None, client: PageClient) -> None:
    call, leader = topics.decided(), make.user(Role.APPROVER)
    group, event = of(call, 1), call.event
    hearing = make.hearing(event=event)
    point = keep(AgendaItem(event_id=event.id, position=1, title="Vías rurales", minutes=30))
    began = now() - timedelta(hours=1)
    keep(AgendaRun(hearing_id=hearing.id, agenda_item_id=point.id, began_at=began))
    with unit_of_work():
        hearing.recording_began_at = began - timedelta(seconds=83)
        hearing.recording_url = "https://video.example/audiencia"
    promise = keep(LivePromise(hearing_id=hearing.id, text="Echar recebo en julio", at=now(), author_id=leader.id))
    question = make.public_question(body="¿Cuándo arreglan la vía?")
    answer(question, "En julio.")
    paper = make.document(event, DocumentKind.CONTEXT, title="Plan de vías")
    with unit_of_work():
        services.confirm(call, event, [1], "", leader)
        for new in (
            services.NewLink(LinkKind.AGENDA, point.id),
            services.NewLink(LinkKind.PROMISE, promise.id),
            services.NewLink(LinkKind.QUESTION, radicado=question.radicado),
            services.NewLink(LinkKind.DOCUMENT, paper.id),
            services.NewLink(LinkKind.PAGE, url="https://datos.example/vias", words="Mapa de vías"),
            services.NewLink(LinkKind.AGENDA, point.id),
        ):
            services.link(group, new, leader)
    assert len(fates.links([group])) == 5
    page = client.get(f"/temas/{call.slug}/tema/1").text
    for words in ("Vías rurales", "0:01:23", "Echar recebo en julio", "¿Cuándo arreglan la vía?", "Plan de vías"):
        assert words in page
    assert "Mapa de vías" in page


def test_staff_point_to_a_question_where_there_is_nothing_else(context: None, client: PageClient) -> None:
    call, question = topics.decided(), make.public_question(body="¿Cuándo arreglan la vía?")
    client.sign_in(make.user(Role.MODERATOR))
    desk = f"/temas/gestion/{call.slug}/tema/1"
    form = {"kind": "question", "radicado": question.radicado, "url": "", "words": ""}
    assert client.submit(f"{desk}/enlazar", form, desk).status_code == 303
    assert "¿Cuándo arreglan la vía?" in client.get(f"/temas/{call.slug}/tema/1").text


def test_a_struck_promise_and_a_removed_link_are_not_shown(context: None, client: PageClient) -> None:
    call, leader = topics.decided(), make.user(Role.APPROVER)
    group, hearing = of(call, 1), make.hearing(event=call.event)
    promise = keep(LivePromise(hearing_id=hearing.id, text="Echar recebo", at=now(), author_id=leader.id))
    with unit_of_work():
        services.link(group, services.NewLink(LinkKind.PROMISE, promise.id), leader)
        page = services.NewLink(LinkKind.PAGE, url="https://datos.example/vias", words="Mapa de vías")
        services.unlink(services.link(group, page, leader), leader)
    assert "Echar recebo" in client.get(f"/temas/{call.slug}/tema/1").text
    with unit_of_work():
        promise.struck_at, promise.struck_by_id = now(), leader.id
    text = client.get(f"/temas/{call.slug}/tema/1").text
    assert "Echar recebo" not in text
    assert "Mapa de vías" not in text


def test_nothing_that_everybody_cannot_read_is_linked(context: None) -> None:
    call, leader = topics.decided(), make.user(Role.APPROVER)
    hidden, other = make.question(), make.document(make.event(), DocumentKind.CONTEXT)
    for new in (
        services.NewLink(LinkKind.QUESTION, radicado=hidden.radicado),
        services.NewLink(LinkKind.DOCUMENT, other.id),
        services.NewLink(LinkKind.AGENDA, 0),
        services.NewLink(LinkKind.PAGE, url="", words=""),
    ):
        with pytest.raises(Invalid), unit_of_work():
            services.link(of(call, 1), new, leader)


def test_a_point_of_the_agenda_that_is_gone_breaks_nothing(context: None, client: PageClient) -> None:
    call, leader = topics.decided(), make.user(Role.APPROVER)
    point = keep(AgendaItem(event_id=call.event_id, position=1, title="Vías rurales", minutes=30))
    with unit_of_work():
        services.link(of(call, 1), services.NewLink(LinkKind.AGENDA, point.id), leader)
    with unit_of_work():
        db.session.delete(point)
    assert client.get(f"/temas/{call.slug}/tema/1").status_code == 200


def test_the_doors_of_the_space_and_of_the_activity_lead_to_the_call(context: None, client: PageClient) -> None:
    activity = make.activity()
    event = make.event(activity=activity)
    call = topics.call(event_id=event.id, activity_id=activity.id)
    assert f"/temas/{call.slug}/postular" in client.get(f"/espacios/{event.slug}").text
    page = client.get(f"/estrategia/{activity.strategy.year}/actividades/{activity.slug}")
    assert call.title in page.text
