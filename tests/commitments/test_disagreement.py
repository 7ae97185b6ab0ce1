"""Where what was verified is not what was reported: each pair of level and percentage, and each voice."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from participa.commitments.disagreement import disagreement_of, is_disagreed
from participa.commitments.models import (
    COMPLETION_PERCENT,
    Agreement,
    Commitment,
    CommitmentCheck,
    CommitmentState,
    Completion,
)
from participa.extensions import db
from tests import factories as make
from tests.factories.commitments import check

BODY = "Red de Veedores"
HOLDS = {
    Completion.NOT_BEGUN: {0},
    Completion.LIMITED: {1, 20, 39},
    Completion.PARTIAL: {40, 55, 69},
    Completion.SUBSTANTIAL: {70, 85, 99},
    Completion.COMPLETE: {100},
}
PERCENTS = sorted(set().union(*HOLDS.values()))


def found(
    completion: Completion, percent: int, agreement: Agreement = Agreement.AGREES, body: str = "", number: int = 1
) -> CommitmentCheck:
    return CommitmentCheck(
        id=number,
        completion=completion,
        agreement=agreement,
        reported_percent=percent,
        body_name=body,
        author_id=None if body else 1,
    )


def of(*checks: CommitmentCheck) -> str:
    return disagreement_of(SimpleNamespace(checks=list(checks)))


def test_each_percentage_is_of_one_level_and_none_is_left_out():
    assert [sum(low <= percent <= high for low, high in COMPLETION_PERCENT.values()) for percent in range(101)] == [
        1
    ] * 101


@pytest.mark.parametrize("percent", PERCENTS)
@pytest.mark.parametrize("completion", Completion)
def test_a_level_that_does_not_hold_the_percentage_disagrees_although_it_says_that_it_agrees(completion, percent):
    said = of(found(completion, percent))
    assert (said == "") is (percent in HOLDS[completion])
    if said:
        assert f"{percent}\u00a0%" in said
        assert "Control Interno" in said


@pytest.mark.parametrize("agreement", [Agreement.PARTLY, Agreement.DISAGREES])
def test_who_says_that_it_does_not_match_disagrees_although_the_level_holds(agreement):
    assert "coincide" in of(found(Completion.PARTIAL, 50, agreement))


def test_without_verifications_nobody_disagrees():
    assert of() == ""


def test_the_last_verification_of_a_voice_replaces_its_earlier_ones():
    before = found(Completion.LIMITED, 50, Agreement.DISAGREES, number=1)
    assert of(before, found(Completion.PARTIAL, 50, number=2)) == ""
    assert of(found(Completion.PARTIAL, 50, number=1), found(Completion.LIMITED, 50, number=2)) != ""


def test_a_later_voice_that_agrees_does_not_silence_another():
    said = of(
        found(Completion.LIMITED, 80, Agreement.DISAGREES, BODY, number=1),
        found(Completion.SUBSTANTIAL, 80, number=2),
    )
    assert said == f"Veeduría: {BODY} no coincide con lo informado."


def test_both_voices_are_told_internal_control_first():
    said = of(
        found(Completion.NOT_BEGUN, 80, Agreement.DISAGREES, BODY, number=1),
        found(Completion.LIMITED, 80, Agreement.DISAGREES, number=2),
    )
    assert said.index("Control Interno") < said.index(BODY)


def test_a_body_that_calls_itself_veeduria_is_not_called_so_twice():
    name = "Veeduría de la vía al corregimiento"
    assert found(Completion.PARTIAL, 50, body=name).by_whom == name


@pytest.mark.usefixtures("context")
def test_sql_chooses_what_the_function_tells():
    """Each pair of level and percentage, each agreement, and voices that follow each other."""
    rows = [make.commitment(CommitmentState.UNDER_WAY) for _ in range(9)]
    pairs = [(level, percent) for level in Completion for percent in (0, 1, 39, 40, 69, 70, 99, 100)]
    for number, (level, percent) in enumerate(pairs):
        check(rows[number % 9], level, reported_percent=percent, body_name=f"{BODY} {number % 2}" if number % 3 else "")
    single = [make.commitment(CommitmentState.UNDER_WAY) for _ in range(len(pairs) + 3)]
    for one, (level, percent) in zip(single, pairs, strict=False):
        check(one, level, reported_percent=percent)
    for one, agreement in zip(single[-3:], Agreement, strict=True):
        check(one, Completion.PARTIAL, reported_percent=50, agreement=agreement)
    make.commitment(CommitmentState.UNDER_WAY)
    db.session.expire_all()
    chosen = set(db.session.scalars(select(Commitment.id).where(is_disagreed())))
    every = list(db.session.scalars(select(Commitment)))
    assert chosen == {one.id for one in every if disagreement_of(one)}
    assert 0 < len(chosen) < len(every)
