"""The documents of a space, its report and its memorias."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.events import doors, queries, rules, services
from participa.events.forms import MemoriaForm, NewDocumentForm, NewMemoriaForm, PhotoForm
from participa.events.models import MEMORIA_FIELDS, DocumentKind, Event
from participa.events.staff.blueprint import EDITORS, NUMBER, READERS, bp
from participa.shared import files
from participa.shared.errors import Invalid, NotFound

Adding = NewDocumentForm | NewMemoriaForm | PhotoForm


@bp.route("/<slug>/documentos", methods=["GET", "POST"])
@access.staff(*EDITORS)
@files.takes_uploads
def documents(slug: str) -> ResponseReturnValue:
    event, form = queries.by_slug(slug), NewDocumentForm()
    if form.validate_on_submit() and _add(event, form):
        return _back("Agregamos el documento.", ".documents", event)
    papers = [paper for paper in queries.documents(event) if not paper.is_memoria]
    settings: Settings = current_app.extensions["settings"]
    days, reports = settings.report_days, [paper for paper in papers if paper.kind is DocumentKind.REPORT]
    page = render_template(
        "events/staff/documents.html",
        event=event,
        form=form,
        documents=papers,
        reports=reports,
        late_reports=[paper for paper in reports if not rules.is_early_enough(paper.published_on, event, days)],
        days=days,
        needs_report=rules.needs_report(event),
        may_change=rules.takes_documents(event),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/<slug>/memorias", methods=["GET", "POST"])
@access.staff(*EDITORS)
def memorias(slug: str) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    form = MemoriaForm(obj=event)
    if not form.is_submitted():
        form.seen.data = event.mark_of(MEMORIA_FIELDS)
    elif form.validate():
        try:
            words = form.recording_url.data or "", form.minutes_text.data or ""
            services.write_memoria(event, *words, access.signed_in(), form.seen.data)
        except services.Changed as refusal:
            form.form_errors.append(refusal.message)
            form.seen.data = event.mark_of(MEMORIA_FIELDS)
        else:
            return _back("Guardamos las memorias.", ".memorias", event)
    page = render_template(
        "events/staff/memorias.html",
        event=event,
        form=form,
        documents=[paper for paper in queries.documents(event) if paper.is_memoria],
        lacks=doors.lacks_to_close(event),
        may_change=rules.takes_memorias(event),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/<slug>/memorias/documento", methods=["GET", "POST"])
@access.staff(*EDITORS)
@files.takes_uploads
def new_memoria(slug: str) -> ResponseReturnValue:
    return _new(slug, NewMemoriaForm(), "Agregar acta o relatoría")


@bp.route("/<slug>/memorias/foto", methods=["GET", "POST"])
@access.staff(*EDITORS)
@files.takes_uploads
def new_photo(slug: str) -> ResponseReturnValue:
    return _new(slug, PhotoForm(), "Agregar fotografía")


def _new(slug: str, form: NewMemoriaForm | PhotoForm, title: str) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    if form.validate_on_submit() and _add(event, form):
        return _back("Lo agregamos a las memorias.", ".memorias", event)
    page = render_template("events/staff/new_memoria.html", event=event, form=form, title=title)
    return page, 422 if form.is_submitted() else 200


def _add(event: Event, form: Adding) -> bool:
    """Keep what the form brings; whether it was kept. What can be mended is said in the form."""
    try:
        services.add_document(event, form.given(), form.form_key.data or "", access.signed_in())
    except Invalid as refusal:
        form.form_errors.append(refusal.message)
        return False
    return True


@bp.post(f"/<slug>/documentos/{NUMBER}/quitar")
@access.staff(*EDITORS)
def remove_document(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    document = queries.document(event, number)
    page = ".memorias" if document.is_memoria else ".documents"
    services.remove_document(event, document, access.signed_in())
    return _back("Quitamos el documento.", page, event)


@bp.get(f"/<slug>/documentos/{NUMBER}")
@access.staff(*READERS)
def document_file(slug: str, number: int) -> ResponseReturnValue:
    """The file of a document, of a draft too."""
    document = queries.document(queries.by_slug(slug), number)
    if document.file is None:
        raise NotFound("Este documento es un enlace y no un archivo.")
    return files.send(document.file, document.title, inline=document.is_photo)


def _back(words: str, endpoint: str, event: Event) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(endpoint, slug=event.slug), 303)
