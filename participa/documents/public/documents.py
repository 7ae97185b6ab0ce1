"""The library: what is published, each document with its versions and files, and the Atom feed."""

from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from participa.accounts import access
from participa.config import Settings
from participa.documents import queries, rules
from participa.documents.blueprint import bp
from participa.documents.forms import ListForm
from participa.documents.models import DocumentVersion, PaperKind, PublicDocument
from participa.events import queries as events
from participa.shared import atom, files
from participa.shared.clock import now, today
from participa.shared.html import to_line, to_rich
from participa.shared.paging import asked_page

MOST_IN_FEED = 30
GONE = 410


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """What is published, as the address narrows it."""
    form, slug = ListForm.asked(request.args, queries.years()), to_line(request.args.get("espacio", ""))
    event = events.by_slug_public(slug) if slug else None
    wanted = queries.Wanted(kind=form.kind, year=form.year, event_id=event.id if event else None)
    found, asked = queries.published(asked_page(), wanted), {**form.address(), **({"espacio": slug} if slug else {})}
    return render_template(
        "documents/index.html",
        form=form,
        page=found,
        event=event,
        asked=asked,
        consultations=[] if asked else queries.open_consultations(today()),
    )


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    """The newest version of a document, or why it was withdrawn."""
    document = queries.once_public(slug)
    if not document.is_public or document.newest is None:
        return render_template("documents/withdrawn.html", document=document), GONE
    return _page(document, document.newest)


@bp.get("/<slug>/versiones/<int:number>")
@access.public_cached
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version as it was published."""
    document = queries.once_public(slug)
    found = next((one for one in document.published_versions if one.number == number), None)
    if found is None or not document.is_public:
        raise NoResultFound("There is no such version.")
    return _page(document, found)


def _page(document: PublicDocument, shown: DocumentVersion) -> ResponseReturnValue:
    consultation, day = queries.find_of(document.id), today()
    begun = consultation if consultation and rules.has_begun(consultation, day) else None
    return render_template(
        "documents/detail.html",
        document=document,
        version=shown,
        consultation=begun,
        is_open=begun is not None and rules.is_open(begun, day),
        counts=queries.observation_counts([begun.id])[begun.id] if begun else (0, 0),
    )


@bp.get("/<slug>/archivos/<name>")
@access.public
def file(slug: str, name: str) -> ResponseReturnValue:
    """A file of a published version."""
    document = queries.once_public(slug)
    return files.send(queries.public_file(document, name), document.slug, is_public=True)


@bp.get("/atom.xml")
@access.public_cached
def feed() -> ResponseReturnValue:
    """The last documents and bulletins; with `tipo`, those of one kind."""
    asked = request.args.get("tipo", "")
    kind = PaperKind(asked) if asked in set(PaperKind) else None
    settings: Settings = current_app.extensions["settings"]
    title = "Boletines" if kind is PaperKind.BULLETIN else "Documentos y boletines"
    own, narrowed = whole("documents.feed", tipo=kind), whole("documents.index", tipo=kind)
    entries = [_entry(one) for one in queries.latest(MOST_IN_FEED, queries.Wanted(kind=kind))]
    source = atom.Source(settings.entity.name, title, own, narrowed)
    return Response(atom.write(source, entries, now()), mimetype=atom.MIMETYPE)


def _entry(one: PublicDocument) -> atom.Entry:
    first, newest = one.published_versions[0], one.published_versions[-1]
    return atom.Entry(
        name=f"documento/{one.id}",
        title=atom.short(one.title),
        url=whole("documents.detail", slug=one.slug),
        published_at=first.published_at or one.created_at,
        changed_at=newest.published_at or one.created_at,
        html=str(to_rich(newest.text)),
        category=one.kind_label,
    )


def whole(endpoint: str, **values: Any) -> str:
    """The address for who reads it elsewhere: with the name of the site that the settings give, if any."""
    settings: Settings = current_app.extensions["settings"]
    if settings.public_url:
        return settings.public_url + url_for(endpoint, **values)
    return url_for(endpoint, **values, _external=True)
