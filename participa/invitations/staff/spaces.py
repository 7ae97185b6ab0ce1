"""The invitations of one space: numbers, letters, reminders."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.events.models import Event
from participa.invitations import letter_words, queries, rules, services
from participa.invitations.forms import LetterForm, RemindersForm, ReturnForm
from participa.invitations.models import MINUTES_LABELS, Delivery, InvitationLetter, Reply
from participa.invitations.queries import Audience
from participa.invitations.staff.blueprint import APPROVERS, READERS, WRITERS, bp
from participa.shared.clock import now
from participa.shared.errors import Invalid
from participa.shared.forms import BaseForm
from participa.strategy import queries as strategies


@bp.get("/espacios/<slug>")
@access.staff(*READERS)
def space(slug: str) -> ResponseReturnValue:
    event, person = events.by_slug(slug), access.signed_in()
    return render_template(
        "invitations/staff/space.html",
        event=event,
        figures=queries.figures(event.id),
        letters=queries.letters_of(event.id),
        subject_of=services.subject_of,
        minutes=queries.reminder_minutes(event.id),
        labels=MINUTES_LABELS,
        deliveries=Delivery,
        replies=Reply,
        may_write=rules.may_write(person),
        is_open=rules.takes_replies(event, now()),
    )


@bp.route("/espacios/<slug>/recordatorios", methods=["GET", "POST"])
@access.staff(*WRITERS)
def reminders(slug: str) -> ResponseReturnValue:
    event, form = events.by_slug(slug), RemindersForm()
    if form.validate_on_submit():
        services.plan_reminders(event, form.chosen(), access.signed_in())
        flash("Guardamos los recordatorios.", "success")
        return redirect(url_for(".space", slug=slug), 303)
    if not form.is_submitted():
        form.minutes.data = [str(minutes) for minutes in queries.reminder_minutes(event.id)]
    page = render_template("invitations/staff/reminders.html", form=form, event=event)
    return page, 422 if form.errors else 200


@bp.route("/espacios/<slug>/carta", methods=["GET", "POST"])
@access.staff(*WRITERS)
def new_letter(slug: str) -> ResponseReturnValue:
    return _write(events.by_slug(slug), None)


@bp.route("/cartas/<int:letter_id>/editar", methods=["GET", "POST"])
@access.staff(*WRITERS)
def edit_letter(letter_id: int) -> ResponseReturnValue:
    letter = queries.letter(letter_id)
    return _write(letter.event, letter)


def _write(event: Event, letter: InvitationLetter | None) -> ResponseReturnValue:
    form = LetterForm()
    form.offer(strategies.value_groups(), queries.territories())
    if form.validate_on_submit():
        try:
            audience = Audience(**form.audience())
            words = (form.subject.data or "", form.body.data or "")
            kept = services.write(event, *words, audience, access.signed_in(), letter)
        except Invalid as refusal:
            form.refuse("body", refusal.message)
        else:
            flash("Guardamos la carta. Revísela antes de pedir la aprobación.", "success")
            return redirect(url_for(".letter", letter_id=kept.id), 303)
    if not form.is_submitted():
        form.fill(letter)
    fields = letter_words.FIELDS
    page = render_template("invitations/staff/letter_form.html", form=form, event=event, letter=letter, fields=fields)
    return page, 422 if form.errors else 200


@bp.get("/cartas/<int:letter_id>")
@access.staff(*READERS)
def letter(letter_id: int) -> ResponseReturnValue:
    return _letter_page(queries.letter(letter_id), ReturnForm())


def _letter_page(found: InvitationLetter, form: ReturnForm, refusal: str = "") -> str:
    person, audience = access.signed_in(), Audience.from_stored(found.audience)
    chosen, mailable = queries.audience_count(audience, found.event_id)
    group = audience.value_group_id
    return render_template(
        "invitations/staff/letter.html",
        letter=found,
        event=found.event,
        told=services.example(found),
        audience=audience,
        group=strategies.value_group(group).name if group else "",
        chosen=chosen,
        mailable=mailable,
        form=form,
        refusal=refusal,
        may_write=rules.may_write(person),
        may_approve=rules.may_approve(person, found),
        may_test=person.role in (*WRITERS, *APPROVERS),
    )


@bp.post("/cartas/<int:letter_id>/probar")
@access.staff(*WRITERS, *APPROVERS)
def test_letter(letter_id: int) -> ResponseReturnValue:
    services.send_test(queries.letter(letter_id), access.signed_in())
    flash("La prueba va para su correo. El código de la prueba no abre nada.", "success")
    return redirect(url_for(".letter", letter_id=letter_id), 303)


@bp.post("/cartas/<int:letter_id>/enviar")
@access.staff(*WRITERS)
def submit_letter(letter_id: int) -> ResponseReturnValue:
    found = queries.letter(letter_id)
    try:
        services.submit(found, access.signed_in())
    except Invalid as refusal:
        return _letter_page(found, ReturnForm(formdata=None), refusal.message), 422
    flash("La carta espera la aprobación de otra persona.", "success")
    return redirect(url_for(".letter", letter_id=letter_id), 303)


@bp.post("/cartas/<int:letter_id>/aprobar")
@access.staff(*APPROVERS)
def approve_letter(letter_id: int) -> ResponseReturnValue:
    services.approve(queries.letter(letter_id), access.signed_in())
    flash("Aprobada. Los correos empiezan a salir en un minuto.", "success")
    return redirect(url_for(".letter", letter_id=letter_id), 303)


@bp.post("/cartas/<int:letter_id>/devolver")
@access.staff(*APPROVERS)
def return_letter(letter_id: int) -> ResponseReturnValue:
    found, form = queries.letter(letter_id), ReturnForm()
    if not form.validate():
        return _letter_page(found, form), 422
    services.give_back(found, form.reason.data or "", access.signed_in())
    flash("La carta volvió a su autor.", "success")
    return redirect(url_for(".outbox"), 303)


@bp.route("/cartas/<int:letter_id>/borrar", methods=["GET", "POST"])
@access.staff(*WRITERS)
def discard_letter(letter_id: int) -> ResponseReturnValue:
    found, form = queries.letter(letter_id), BaseForm()
    slug = found.event.slug
    if form.validate_on_submit():
        services.discard_letter(found, access.signed_in())
        flash("Borramos el borrador de la carta.", "success")
        return redirect(url_for(".space", slug=slug), 303)
    return render_template("invitations/staff/discard.html", form=form, letter=found, subject_of=services.subject_of)
