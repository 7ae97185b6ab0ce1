"""Somebody nominates a topic, others support it, and the team decides whether its words are public."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions.models import WithholdReason
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.topics import services
from participa.topics.models import CallState, Nomination, NominationSupport, Standing, TopicCall
from participa.topics.queries import nominations as queries
from tests import factories as make
from tests.factories import topics
from tests.pages import PageClient

WORDS = {"words": "Arreglar la vía a La Esperanza", "why": "El bus no pasa cuando llueve.", "place": ""}
KEY = "k" * 22


def nominate(call: TopicCall, words: str = WORDS["words"], key: str = KEY) -> services.Receipt:
    with unit_of_work():
        return services.nominate(call, services.Proposal(words, WORDS["why"]), key)


def test_who_nominates_gets_a_code_and_nothing_is_public_yet(context: None, client: PageClient) -> None:
    call = topics.call()
    page = client.submit(f"/temas/{call.slug}/postular", {**WORDS, "form_key": KEY})
    assert page.status_code == 201
    assert "Su código de seguimiento" in page.text
    assert WORDS["words"] not in client.get(f"/temas/{call.slug}").text


def test_the_same_form_again_is_the_same_nomination(context: None) -> None:
    call = topics.call()
    first, again = nominate(call), nominate(call)
    assert first == again
    assert db.session.scalar(select(func.count(Nomination.id))) == 1


def test_other_words_with_the_same_form_are_not_lost_in_silence(context: None, client: PageClient) -> None:
    call = topics.call()
    nominate(call)
    page = client.submit(f"/temas/{call.slug}/postular", {**WORDS, "words": "Luz en el parque", "form_key": KEY})
    assert page.status_code == 409
    assert "Enviar como tema nuevo" in page.text
    assert "Luz en el parque" in page.text


def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(context: None, client: PageClient) -> None:
    call = topics.call()
    page = client.submit(f"/temas/{call.slug}/postular", {"words": "", "why": "Por la lluvia", "form_key": KEY})
    assert page.status_code == 422
    assert "Escriba el tema que propone." in page.text
    assert "Por la lluvia" in page.text


def test_without_a_list_of_places_nobody_is_asked_for_one(context: None, client: PageClient) -> None:
    call = topics.call()
    page = client.submit(f"/temas/{call.slug}/postular", {"words": WORDS["words"], "why": WORDS["why"]})
    assert page.status_code == 201


def test_outside_its_dates_nothing_is_taken(context: None) -> None:
    with pytest.raises(Closed):
        nominate(topics.over(topics.call()))
    with pytest.raises(Closed):
        nominate(topics.call(opens_at=now() + timedelta(days=1), closes_at=now() + timedelta(days=2)))
    with pytest.raises(Closed):
        nominate(topics.call(state=CallState.DRAFT))


def test_a_retry_after_the_closing_still_gives_the_receipt(context: None) -> None:
    call = topics.call()
    first = nominate(call)
    topics.over(call)
    assert nominate(call) == first


def test_the_code_opens_the_way_of_the_nomination(context: None, client: PageClient) -> None:
    call = topics.call()
    receipt = nominate(call)
    page = client.submit("/temas/seguir", {"code": receipt.code})
    assert WORDS["words"] in page.text
    assert "La leemos" in page.text
    wrong = client.submit("/temas/seguir", {"code": "0000-0000-0000-0000"})
    assert wrong.status_code == 422


def test_the_database_keeps_no_code_and_the_history_no_words(context: None) -> None:
    receipt = nominate(topics.call())
    row = db.session.get_one(Nomination, receipt.nomination_id)
    assert receipt.code not in (row.code_digest, row.form_key_digest)
    details = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.verb == "nominated")).all()
    assert details == [{}]


def test_similar_ones_are_offered_on_the_receipt_and_are_no_wall(context: None, client: PageClient) -> None:
    call = topics.call()
    topics.nomination(call, words="La vía a La Esperanza está dañada")
    topics.nomination(call, words="Más canecas en el parque")
    page = client.submit(f"/temas/{call.slug}/postular", {**WORDS, "form_key": KEY})
    assert page.status_code == 201
    assert "¿Se parece a alguno de estos?" in page.text
    assert "canecas" not in page.text


def test_what_waits_or_was_kept_back_is_never_offered(context: None) -> None:
    call = topics.call()
    for standing in (Standing.WAITING, Standing.KEPT_BACK):
        topics.nomination(call, standing, words=WORDS["words"])
    assert queries.similar(call, WORDS["words"]) == []


def test_a_device_supports_once_and_may_take_it_back(context: None) -> None:
    call = topics.call()
    row = topics.nomination(call)
    with unit_of_work():
        services.support(row, "teléfono")
        services.support(row, "teléfono")
        services.support(row, "tableta")
    assert db.session.get_one(Nomination, row.id).supports == 2
    with unit_of_work():
        services.withdraw(row, "teléfono")
        services.withdraw(row, "teléfono")
    assert db.session.get_one(Nomination, row.id).supports == 1
    assert services.supported(call, "tableta") == {row.id}


def test_supports_do_not_change_the_revision_that_a_moderator_saw(context: None) -> None:
    call, moderator = topics.call(), make.user(Role.MODERATOR)
    row = topics.nomination(call)
    seen = row.revision
    with unit_of_work():
        services.support(row, "teléfono")
        services.keep_back(row, WithholdReason.R5, "Vende algo.", moderator, seen)
    assert db.session.get_one(Nomination, row.id).standing is Standing.KEPT_BACK


def test_devices_are_forgotten_once_nominations_are_over(context: None) -> None:
    call = topics.call()
    row = topics.nomination(call)
    with unit_of_work():
        services.support(row, "teléfono")
    services.forget_devices()
    assert call.salt is not None
    topics.over(call)
    services.forget_devices()
    db.session.refresh(call)
    assert call.salt is None
    assert db.session.scalar(select(func.count()).select_from(NominationSupport)) == 1


def test_what_waits_or_was_kept_back_takes_no_support(context: None, client: PageClient) -> None:
    call = topics.call()
    row = topics.nomination(call, Standing.WAITING)
    assert (
        client.submit(f"/temas/{call.slug}/postulaciones/{row.number}/apoyo", {}, f"/temas/{call.slug}/postular")
    ).status_code == 404


def test_possible_personal_data_have_to_be_looked_at_before(context: None) -> None:
    moderator = make.user(Role.MODERATOR)
    row = topics.nomination(topics.call(), Standing.WAITING, why="Mi celular es 3104567890.")
    with pytest.raises(Invalid), unit_of_work():
        services.publish_nomination(row, moderator, row.revision)
    with unit_of_work():
        services.publish_nomination(row, moderator, row.revision, is_reviewed=True)
    assert row.is_public


def test_what_is_kept_back_shows_its_reason_and_never_its_words(context: None, client: PageClient) -> None:
    call, moderator = topics.call(), make.user(Role.MODERATOR)
    receipt = nominate(call, "La vecina de la esquina")
    row = db.session.get_one(Nomination, receipt.nomination_id)
    with unit_of_work():
        services.keep_back(row, WithholdReason.R1, "Señala a una vecina.", moderator, row.revision)
    page = client.get(f"/temas/{call.slug}").text
    assert "Tiene datos personales de otra persona. (1)" in page
    assert "La vecina de la esquina" not in page
    assert "Señala a una vecina." not in page
    assert "Señala a una vecina." in client.submit("/temas/seguir", {"code": receipt.code}).text


def test_only_reasons_of_the_closed_list_keep_back(context: None) -> None:
    row, moderator = topics.nomination(topics.call(), Standing.WAITING), make.user(Role.MODERATOR)
    with pytest.raises(Invalid), unit_of_work():
        services.keep_back(row, WithholdReason.R6, "Se repite.", moderator, row.revision)


def test_the_second_moderator_sees_that_somebody_decided(context: None) -> None:
    row, moderator = topics.nomination(topics.call(), Standing.WAITING), make.user(Role.MODERATOR)
    seen = row.revision
    with unit_of_work():
        services.publish_nomination(row, moderator, seen)
        services.publish_nomination(row, moderator, seen)
    with pytest.raises(Conflict), unit_of_work():
        services.keep_back(row, WithholdReason.R5, "Vende algo.", moderator, seen)


def test_only_moderation_decides(context: None) -> None:
    row = topics.nomination(topics.call(), Standing.WAITING)
    with pytest.raises(Forbidden), unit_of_work():
        services.publish_nomination(row, make.user(Role.CONTROL), row.revision)
