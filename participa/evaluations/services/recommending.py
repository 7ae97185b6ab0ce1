"""What was written is taken up in words that hold no person, and answered with what was done."""

from collections.abc import Sequence

from participa.accounts.models import User
from participa.evaluations import queries, rules
from participa.evaluations.models import Evaluation, Recommendation, Tag
from participa.extensions import db
from participa.shared import audit, personal_data
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid, NotFound

NOT_TEAM = "Solo Comunicaciones y el equipo líder recogen las recomendaciones."
MOST_TAGS, LONGEST_TAG = 6, 40


def take_up(
    evaluation: Evaluation, source: str, words: str, tag: Tag, free_tags: Sequence[str], actor: User
) -> Recommendation:
    """Publish a recommendation. The same source again is the first one.

    Raises Forbidden, NotFound before the end and for another source, and Invalid for words with personal data.
    """
    _check(actor)
    queries.evaluation_to_change(evaluation.id)
    if (taken := queries.find_by_source(source)) is not None:
        return taken
    if queries.said(evaluation, source) is None:
        raise NotFound("Esa respuesta no está en esta evaluación.")
    _check_words("\n".join([words, *free_tags]))
    row = Recommendation(evaluation_id=evaluation.id, source=source, words=words, tag=tag, at=now())
    row.free_tags, row.author_id, row.done = clean_tags(free_tags), actor.id, ""
    db.session.add(row)
    db.session.flush()
    audit.record("evaluation.take_up", row, actor, tag=tag.value)
    return row


def clean_tags(typed: Sequence[str]) -> list[str]:
    """Short words, small and once each."""
    plain = (" ".join(tag.split()).lower()[:LONGEST_TAG] for tag in typed)
    return list(dict.fromkeys(tag for tag in plain if tag))[:MOST_TAGS]


def answer(recommendation: Recommendation, done: str, actor: User) -> None:
    """Say what was done with it. Raises Forbidden, or Invalid without words and for words with personal data."""
    _check(actor)
    if not done.strip():
        raise Invalid("Escriba qué se hizo, o por qué no se puede hacer.")
    if recommendation.done == done:
        return
    _check_words(done)
    recommendation.done, recommendation.done_at = done, now()
    audit.record("evaluation.answer", recommendation, actor)


def _check_words(words: str) -> None:
    if found := personal_data.findings(words):
        raise Invalid(f"Quite los datos personales. El texto tiene {personal_data.described(found)}.")


def _check(actor: User) -> None:
    if not rules.may_tag(actor):
        raise Forbidden(NOT_TEAM)
