"""A questionnaire from its first draft to its archive: what may change, when, and what two people do to each other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questionnaires import queries, services
from participa.questionnaires.changes import changes
from participa.questionnaires.engine.definition import Condition, Item, ItemType, Look, Operator, Option, lacks
from participa.questionnaires.models import Purpose, VersionState
from participa.questionnaires.official import TEMPLATES
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid, NotFound
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.surveys import SMALL

pytestmark = pytest.mark.usefixtures("context")
YES_NO = (Option("si", "Sí"), Option("no", "No"))


def draft():
    return make.questionnaire_version()


def used():
    return make.questionnaire_version(state=VersionState.FROZEN, frozen_at=now())


def do(verb, *what, **more):
    with unit_of_work():
        return verb(*what, **more)


def names(version):
    db.session.expire_all()
    return [item.name for item in version.definition.items]


def test_the_official_evaluation_has_its_fifteen_questions():
    items = [item for item in TEMPLATES["evaluation"].definition.to_answer if item.condition is None]
    assert len(items) == 15
    assert items[-1].type is ItemType.SCALE


@pytest.mark.parametrize("code", TEMPLATES)
def test_each_template_is_ready_to_be_used(code):
    made = do(services.from_template, code, "", None, f"{code:a<22}")
    version = queries.latest_version(made.id)
    assert lacks(version.definition) == []
    assert made.title == TEMPLATES[code].title
    assert version in queries.published_choices(TEMPLATES[code].purpose)


def test_the_same_form_twice_makes_one_questionnaire():
    made = [do(services.create, "Temas", Purpose.TOPICS, None, "k" * 22) for _ in range(2)]
    assert made[0].id == made[1].id


def test_two_questionnaires_of_one_name_have_their_own_address():
    slugs = {do(services.create, "Temas", Purpose.TOPICS, None, key * 22).slug for key in "ab"}
    assert len(slugs) == 2


def test_a_new_item_gets_a_name_of_its_words_once():
    version = draft()
    added = [do(services.add_item, version, Item("", ItemType.SHORT_TEXT, "¿Qué tema?"), None) for _ in range(2)]
    assert [item.name for item in added] == ["que_tema", "que_tema_2"]


def test_an_item_goes_after_the_one_that_was_chosen():
    version = draft()
    do(services.add_item, version, Item("", ItemType.DATE, "¿Cuándo?"), None, "nota")
    assert names(version) == ["tema", "cual", "nota", "cuando", "detalle"]


def test_a_name_never_comes_back_with_another_meaning_after_a_removal_is_undone():
    version = draft()
    do(services.remove_item, version, "detalle", None)
    do(services.add_item, version, Item("", ItemType.DATE, "Detalle"), None)
    back = do(services.put_back, version, "detalle", None)
    assert names(version) == ["tema", "cual", "nota", back.name, "detalle"]
    assert version.definition.item("detalle").type is ItemType.DATE


def test_what_was_removed_comes_back_in_its_place_with_its_condition():
    version = draft()
    do(services.remove_item, version, "cual", None)
    assert names(version) == ["tema", "nota", "detalle"]
    do(services.put_back, version, "cual", None)
    assert version.definition == SMALL
    assert version.removed == []


def test_after_a_day_it_does_not_come_back():
    version = draft()
    do(services.remove_item, version, "cual", None)
    with pytest.raises(Conflict, match="Ya pasó el día"):
        do(services.put_back, version, "cual", None, now() + timedelta(hours=25))


def test_an_item_that_others_look_at_stays():
    version = draft()
    with pytest.raises(Conflict, match="¿Cuál vía?"):
        do(services.remove_item, version, "tema", None)
    with pytest.raises(Conflict, match="debe ir después"):
        do(services.move_item, version, "tema", 3, None)
    with pytest.raises(Conflict, match="debe ir después"):
        do(services.shift_item, version, "cual", True, None)
    assert version.definition == SMALL


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (1, ["nota", "tema", "cual", "detalle"]),
        (2, ["tema", "nota", "cual", "detalle"]),
        (99, ["tema", "cual", "detalle", "nota"]),
    ],
)
def test_an_item_moves_to_a_place(place, order):
    version = draft()
    do(services.move_item, version, "nota", place, None)
    assert names(version) == order


def test_a_copy_stands_below_with_its_condition():
    version = draft()
    copy = do(services.duplicate_item, version, "cual", None)
    assert names(version) == ["tema", "cual", copy.name, "nota", "detalle"]
    assert copy.condition == version.definition.item("cual").condition


def test_the_second_of_two_editors_is_told_and_may_insist():
    version = draft()
    opened = version.definition.item("nota")
    seen = services.mark(opened)
    do(services.change_item, version, replace(opened, label="¿Qué nota?"), None, seen)
    with pytest.raises(services.Changed, match="Otra persona cambió"):
        do(services.change_item, version, replace(opened, label="¿Nota?"), None, seen)
    assert version.definition.item("nota").label == "¿Qué nota?"
    do(
        services.change_item,
        version,
        replace(opened, label="¿Nota?"),
        None,
        services.mark(version.definition.item("nota")),
    )
    assert version.definition.item("nota").label == "¿Nota?"


def test_who_changes_what_another_removed_is_told():
    version = draft()
    opened = version.definition.item("nota")
    do(services.remove_item, version, "nota", None)
    with pytest.raises(services.Changed, match="Otra persona quitó"):
        do(services.change_item, version, opened, None, services.mark(opened))


def test_changing_words_keeps_the_condition_that_another_wrote_meanwhile():
    version = draft()
    opened = version.definition.item("nota")
    do(services.add_test, version, "nota", Look("tema", Operator.IS, "agua"), None)
    do(services.change_item, version, replace(opened, label="¿Qué nota?"), None)
    assert version.definition.item("nota").condition == Condition((Look("tema", Operator.IS, "agua"),))


def test_an_option_that_a_condition_looks_at_stays():
    version = draft()
    topic = version.definition.item("tema")
    with pytest.raises(Invalid, match="¿Cuál vía?"):
        do(services.change_item, version, replace(topic, options=topic.options[1:]), None)


def test_a_condition_only_looks_back():
    version = draft()
    for other in ("nota", "detalle", "nadie"):
        with pytest.raises(Invalid, match="esté antes"):
            do(services.add_test, version, "nota", Look(other, Operator.ANSWERED), None)


def test_a_condition_grows_and_goes():
    version = draft()
    one, two = Look("tema", Operator.IS, "agua"), Look("cual", Operator.ANSWERED)
    for test in (one, two, one):
        do(services.add_test, version, "nota", test, None)
    do(services.join_tests, version, "nota", False, None)
    assert version.definition.item("nota").condition == Condition((one, two), needs_all=False)
    for test in (one, two):
        do(services.drop_test, version, "nota", test, None)
    assert version.definition.item("nota").condition is None


def test_after_the_first_use_nothing_of_it_is_written_over():
    version = draft()
    do(services.freeze, version)
    frozen_at = version.frozen_at
    do(services.freeze, version)
    assert version.frozen_at == frozen_at
    for verb, what in (
        (services.remove_item, ("nota",)),
        (services.move_item, ("nota", 1)),
        (services.duplicate_item, ("nota",)),
        (services.add_item, (Item("", ItemType.DATE, "¿Cuándo?"),)),
        (services.write_texts, ("Hola", "Adiós")),
    ):
        with pytest.raises(Conflict, match="ya se usó"):
            do(verb, version, *what, None)
    assert version.definition == SMALL


def test_what_lacks_something_is_not_used():
    made = do(services.create, "Vacío", Purpose.OTHER, None, "v" * 22)
    version = queries.latest_version(made.id)
    with pytest.raises(Conflict, match="le falta algo"):
        do(services.freeze, version)
    assert version not in queries.published_choices()


def corrected(item="nota", **words):
    items = tuple(replace(one, **words) if one.name == item else one for one in SMALL.items)
    return replace(SMALL, items=items)


def test_words_are_corrected_in_a_new_version_with_its_reason():
    version = used()
    new = do(services.correct, version.questionnaire, corrected(label="¿Qué nota le da?"), "Era confusa.", None)
    rows = queries.versions(version.questionnaire_id)
    assert [(row.number, row.state, row.reason) for row in rows] == [
        (2, VersionState.FROZEN, "Era confusa."),
        (1, VersionState.FROZEN, ""),
    ]
    told = changes(rows[1].definition, rows[0].definition)
    assert [(one.where, one.after) for one in told] == [("Pregunta 3", "¿Qué nota le da?")]
    assert queries.latest_version(version.questionnaire_id) == new


@pytest.mark.parametrize(
    "definition",
    [
        replace(SMALL, items=SMALL.items[:-1]),
        corrected(is_required=True),
        corrected(type=ItemType.FACES),
        corrected("tema", options=(Option("vias", "Vías"), Option("agua", "Agua"))),
        corrected("cual", condition=None),
        corrected(label=" "),
    ],
)
def test_another_structure_is_no_correction(definition):
    version = used()
    with pytest.raises(Invalid, match="Solo se corrige la redacción"):
        do(services.correct, version.questionnaire, definition, "Porque sí.", None)


def test_a_correction_says_why_and_changes_something():
    version = used()
    with pytest.raises(Invalid, match="por qué"):
        do(services.correct, version.questionnaire, corrected(label="¿Nota?"), " ", None)
    with pytest.raises(Invalid, match="ninguna palabra"):
        do(services.correct, version.questionnaire, SMALL, "Porque sí.", None)
    with pytest.raises(Conflict, match="todavía es un borrador"):
        do(services.correct, draft().questionnaire, corrected(label="¿Nota?"), "Porque sí.", None)


def test_the_second_of_two_corrections_is_told():
    version = used()
    do(services.correct, version.questionnaire, corrected(label="¿Qué nota?"), "Una.", None, 1)
    with pytest.raises(services.Changed):
        do(services.correct, version.questionnaire, corrected(label="¿Nota?"), "Otra.", None, 1)


def test_the_archive_takes_it_out_of_what_is_offered_and_gives_it_back():
    version = used()
    do(services.archive, version.questionnaire, None)
    assert version not in queries.published_choices()
    with pytest.raises(Conflict, match="archivado"):
        do(services.rename, version.questionnaire, "Otro", Purpose.OTHER, None)
    do(services.take_back, version.questionnaire, None)
    assert version in queries.published_choices()


def test_only_a_draft_that_nobody_used_is_deleted():
    version = draft()
    do(services.delete, version.questionnaire, None)
    with pytest.raises(NotFound):
        queries.by_id(version.questionnaire_id)
    with pytest.raises(Conflict, match="archívelo"):
        do(services.delete, used().questionnaire, None)


def test_a_draft_that_a_survey_has_is_not_deleted():
    version = make.survey().version
    version.state = VersionState.DRAFT
    with pytest.raises(Conflict, match="Archívelo"):
        do(services.delete, version.questionnaire, None)


def test_a_copy_is_a_draft_with_the_same_questions():
    version = used()
    copy = do(services.duplicate, version.questionnaire, "Copia", None, "c" * 22)
    last = queries.latest_version(copy.id)
    assert (last.definition, last.is_frozen, last.number) == (SMALL, False, 1)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.LIAISON, Role.CONTROL])
def test_who_only_reads_changes_nothing(role):
    version, person = draft(), make.user(role)
    for verb, what in ((services.remove_item, ("nota",)), (services.write_texts, ("Hola", ""))):
        with pytest.raises(Forbidden):
            do(verb, version, *what, person)
    for verb in (services.archive, services.delete):
        with pytest.raises(Forbidden):
            do(verb, version.questionnaire, person)
