"""Atom feeds: what happens with one commitment, and with all of them."""

from collections.abc import Sequence

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from participa.accounts import access
from participa.commitments import news
from participa.commitments.blueprint import bp
from participa.commitments.doors import News
from participa.commitments.models import CommitmentCheck
from participa.commitments.public.pages import whole
from participa.commitments.queries import following as queries
from participa.config import Settings
from participa.shared import atom
from participa.shared.clock import now
from participa.shared.html import to_line, to_rich

MOST = 30


@bp.get("/atom.xml")
@access.public_cached
def entries() -> ResponseReturnValue:
    """The last steps of all that was promised."""
    happened: list[News] = [*queries.latest_entries(MOST), *queries.latest_checks(MOST)]
    return _feed("Compromisos", happened, whole("commitments.entries"), whole("commitments.index"))


@bp.get("/<code>/atom.xml")
@access.public_cached
def entries_of(code: str) -> ResponseReturnValue:
    """The last steps of one commitment."""
    commitment = queries.public_one(to_line(code))
    happened: list[News] = [*queries.latest_entries(MOST, commitment.id), *queries.latest_checks(MOST, commitment.id)]
    title = f"{commitment.kind_label} {commitment.code}"
    own = (whole(f"commitments.{name}", code=commitment.code) for name in ("entries_of", "detail"))
    return _feed(title, happened, *own)


def _feed(title: str, happened: Sequence[News], url: str, page: str) -> Response:
    settings: Settings = current_app.extensions["settings"]
    source = atom.Source(settings.entity.name, title, url, page)
    latest = sorted(happened, key=lambda one: (one.at, one.id), reverse=True)[:MOST]
    return Response(atom.write(source, [_entry(one) for one in latest], now()), mimetype=atom.MIMETYPE)


def _entry(one: News) -> atom.Entry:
    commitment = one.commitment
    part = "verificacion" if isinstance(one, CommitmentCheck) else "paso"
    told = [to_rich(text) for text in (commitment.text, *news.sentences_of(one))]
    return atom.Entry(
        name=f"compromiso/{commitment.code}/{part}/{one.id}",
        title=atom.short(f"{commitment.code}. {news.title_of(one)}"),
        url=whole("commitments.detail", code=commitment.code),
        published_at=one.at,
        changed_at=one.at,
        html=str(Markup("").join([Markup("<blockquote>{}</blockquote>").format(told[0]), *told[1:]])),
        author=one.by_whom,
    )
