"""What goes with the text of an answer: what was looked at, its files and what it promises."""

from datetime import timedelta
from os.path import commonprefix

from sqlalchemy import delete
from werkzeug.datastructures import FileStorage

from participa.extensions import db
from participa.questions.enclosed import Enclosed
from participa.questions.models import AnswerAttachment, AnswerDraft, AnswerPromise, AnswerTick, AnswerVersion, Question
from participa.questions.queries import answers as queries
from participa.shared import files
from participa.shared.clock import now
from participa.shared.errors import Invalid

MOST_FILES = 10
BETWEEN_DRAFTS = timedelta(minutes=5)
MUCH = 40  # letters
DESCRIBE = "Escriba qué es el archivo. Así lo entiende también quien no puede verlo."
TOO_MANY = f"Una respuesta lleva hasta {MOST_FILES} archivos. Quite alguno primero."
PROMISE_WHAT = "Escriba qué se promete y para cuándo."


def enclose(version: AnswerVersion, enclosed: Enclosed) -> None:
    """Put with a version what was sent beside its text. Raises Invalid with what to mend."""
    if enclosed.ticked is not None:
        _tick(version, enclosed.ticked)
    if enclosed.kept is not None:
        _drop_others(version, enclosed.kept)
    if enclosed.upload is not None:
        _attach(version, enclosed.upload, enclosed.upload_words)
    if enclosed.promise is not None:
        _promise(version, enclosed.promise.strip())


def is_enclosed(version: AnswerVersion, enclosed: Enclosed) -> bool:
    """Whether the version has all that was sent beside its text: nothing would be written."""
    ticked = {tick.words: tick.is_ticked for tick in version.ticks}
    return (
        enclosed.upload is None
        and (enclosed.ticked is None or enclosed.ticked.items() <= ticked.items())
        and (enclosed.kept is None or enclosed.kept >= {one.file_id for one in version.attachments})
        and enclosed.promise in (None, version.promise.words if version.promise else "")
    )


def carry_over(last: AnswerVersion | None, version: AnswerVersion) -> None:
    """Let a new version begin with the files and the promise of the one before."""
    if last is None:
        return
    version.attachments = [
        AnswerAttachment(file_id=one.file_id, file=one.file, words=one.words) for one in last.attachments
    ]
    version.promise = AnswerPromise(words=last.promise.words) if last.promise else None


def _tick(version: AnswerVersion, ticked: dict[str, bool]) -> None:
    known = {tick.words: tick for tick in version.ticks}
    for words, is_ticked in ticked.items():
        if words in known:
            known[words].is_ticked = is_ticked
        else:
            version.ticks.append(AnswerTick(words=words, is_ticked=is_ticked))


def _drop_others(version: AnswerVersion, kept: frozenset[int]) -> None:
    dropped = [one for one in version.attachments if one.file_id not in kept]
    for one in dropped:
        version.attachments.remove(one)
    db.session.flush()
    for one in dropped:
        if not queries.is_used(one.file_id):
            files.remove(one.file)


def _attach(version: AnswerVersion, upload: FileStorage, words: str) -> None:
    if not words.strip():
        raise Invalid(DESCRIBE)
    if len(version.attachments) >= MOST_FILES:
        raise Invalid(TOO_MANY)
    stored = files.keep(upload, alt_text=words.strip())
    if any(one.file.sha256 == stored.sha256 for one in version.attachments):
        files.remove(stored)  # a second click
        return
    version.attachments.append(AnswerAttachment(file=stored, words=words.strip()))


def _promise(version: AnswerVersion, words: str) -> None:
    if not words:
        version.promise = None
    elif version.promise is None:
        version.promise = AnswerPromise(words=words)
    else:
        version.promise.words = words


def keep_earlier(question: Question, version: AnswerVersion, body: str, is_pause: bool) -> None:
    """Keep what a draft said before it is written over.

    While somebody types, not more often than each five minutes, unless much of it is gone at once.
    """
    earlier = queries.drafts(question.id)
    is_typing = is_pause and not _is_much_gone(version.body, body)
    if is_typing and earlier and now() - earlier[0].at < BETWEEN_DRAFTS:
        return
    if not version.body.strip() or (earlier and earlier[0].body == version.body):
        return
    db.session.add(AnswerDraft(question_id=question.id, author_id=version.author_id, body=version.body, at=now()))
    for old in earlier[queries.MOST_DRAFTS - 1 :]:
        db.session.delete(old)


def _is_much_gone(before: str, after: str) -> bool:
    """Whether a whole sentence went away: all was marked and one key pressed, or an older text was put back."""
    start = len(commonprefix((before, after)))
    end = len(commonprefix((before[start:][::-1], after[start:][::-1])))
    return len(before) - start - end >= MUCH


def forget_drafts(question: Question) -> None:
    """Once the answer is public, what its drafts said is nobody's business any more."""
    db.session.execute(delete(AnswerDraft).where(AnswerDraft.question_id == question.id))
