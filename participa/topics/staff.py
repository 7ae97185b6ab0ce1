"""Pages of the team: write a call, moderate, group, make the vote, confirm an agenda and say what became of a topic."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.shared import personal_data
from participa.shared.addresses import LARGEST
from participa.shared.clock import now
from participa.shared.errors import Conflict, DomainError, Invalid
from participa.shared.paging import asked_page
from participa.surveys.models import Level
from participa.topics import rules, services, telling
from participa.topics.blueprint import staff_bp as bp
from participa.topics.forms import (
    AgendaForm,
    CallForm,
    GroupForm,
    KeepBackForm,
    LinkForm,
    PublishForm,
    RenameForm,
    VoteForm,
    moment_of,
)
from participa.topics.models import Nomination, Rule, TopicCall, TopicGroup, Way
from participa.topics.phases import Phase, phase_of
from participa.topics.queries import agenda as agendas
from participa.topics.queries import calls, fates, groups, nominations, votes

NUMBER = f"<int(max={LARGEST}):number>"
LINK = f"<int(max={LARGEST}):link_id>"


@bp.get("/")
@access.staff(*rules.READERS)
def index() -> ResponseReturnValue:
    """Every call, with what waits in each."""
    found, at = calls.for_team(asked_page()), now()
    made = votes.of_calls(found.items)
    return render_template(
        "topics/staff/index.html",
        calls=found,
        phases={call.id: phase_of(call, made.get(call.id), at) for call in found.items},
        figures=calls.figures(found.items),
        may_edit=rules.may_edit(access.signed_in()),
        url_for_page=lambda page: url_for(".index", pagina=page),
    )


@bp.route("/nueva", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def new() -> ResponseReturnValue:
    """A new call, in draft."""
    form = _call_form(CallForm())
    if form.validate_on_submit():
        call = services.write(form.details(), form.form_key.data or "", access.signed_in())
        return _back("Guardamos el borrador. Solo lo ve el equipo.", ".desk", call)
    if not form.is_submitted():
        form.event.data = events.by_slug(request.args["espacio"]).id if request.args.get("espacio") else 0
    return render_template("topics/staff/call.html", form=form, call=None), 422 if form.is_submitted() else 200


@bp.route("/<slug>/editar", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def edit(slug: str) -> ResponseReturnValue:
    call = calls.by_slug(slug)
    form = _call_form(CallForm(obj=call, data=_written(call)))
    if form.validate_on_submit():
        try:
            services.edit(call, form.details(), access.signed_in(), form.seen.data)
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
            form.seen.raw_data, form.seen.data = None, call.revision
        else:
            return _back("Guardamos los cambios.", ".desk", call)
    return render_template("topics/staff/call.html", form=form, call=call), 422 if form.is_submitted() else 200


def _written(call: TopicCall) -> dict[str, Any]:
    chosen = {"activity": call.activity_id or 0, "event": call.event_id or 0}
    return {"seen": call.revision, **chosen, "use": call.use.value}


def _call_form(form: CallForm) -> CallForm:
    """With the activities of the strategies in force and the spaces that are not over."""
    activities = [(one.id, f"{one.strategy.year}: {one.name}"[:120]) for one in events.activities_to_fulfil()]
    chosen = form.event.data or 0
    spaces = [(one.id, one.title) for one in calls.spaces_to_choose(chosen if 0 < chosen <= LARGEST else 0)]
    form.offer(activities, spaces)
    return form


@bp.post("/<slug>/publicar")
@access.staff(*rules.EDITORS)
def publish(slug: str) -> ResponseReturnValue:
    call = calls.by_slug(slug)
    try:
        services.publish(call, access.signed_in())
    except Invalid as refusal:
        return _desk(call, refused=refusal.message), 422
    return _back("La convocatoria es pública.", ".desk", call)


@bp.get("/<slug>")
@access.staff(*rules.READERS)
def desk(slug: str) -> ResponseReturnValue:
    """What waits, the loose nominations and the topics of a call."""
    return _desk(calls.by_slug(slug))


def _desk(call: TopicCall, form: GroupForm | None = None, refused: str = "") -> str:
    person, vote, topics = access.signed_in(), votes.find(call), groups.of_call(call)
    waiting, loose = nominations.waiting(call), nominations.loose(call, asked_page())
    if form is None:
        form = GroupForm(formdata=None)
        form.offer(_rows(loose.items), _titles(topics))
    return render_template(
        "topics/staff/desk.html",
        call=call,
        vote=vote,
        phase=phase_of(call, vote, now()),
        phases=Phase,
        waiting=waiting[: nominations.PER_PAGE],
        waiting_count=len(waiting),
        publish_forms={one.id: PublishForm.fresh(one) for one in waiting},
        found={one.id: personal_data.findings(f"{one.words}\n{one.why}") for one in waiting},
        parts=personal_data.parts,
        loose=loose,
        topics=topics,
        sizes=groups.sizes(topics),
        fates=fates.of_groups(topics),
        form=form,
        refused=refused,
        lacks=list(rules.lacks_to_publish(call, now())) if not call.is_public else [],
        may_edit=rules.may_edit(person),
        may_moderate=rules.may_moderate(person),
        may_group=rules.may_group(person) and rules.is_groupable(call),
        kept_back=nominations.kept_back(call),
        url_for_page=lambda page: url_for(".desk", slug=call.slug, pagina=page),
    )


@bp.post(f"/<slug>/postulaciones/{NUMBER}/publicar")
@access.staff(*rules.MODERATORS)
def publish_nomination(slug: str, number: int) -> ResponseReturnValue:
    call = calls.by_slug(slug)
    nomination, form = nominations.of_call(call, number), PublishForm.sent()
    if not form.validate():
        return _desk(call, refused="Recargue la página: falta un dato del formulario."), 422
    try:
        services.publish_nomination(nomination, access.signed_in(), form.seen or 0, bool(form.reviewed.data))
    except Invalid as refusal:
        return _desk(call, refused=f"Postulación {number}: {refusal.message}"), 422
    return _back(f"Publicamos la postulación {number}.", ".desk", call)


@bp.route(f"/<slug>/postulaciones/{NUMBER}/no-publicar", methods=["GET", "POST"])
@access.staff(*rules.MODERATORS)
def keep_back(slug: str, number: int) -> ResponseReturnValue:
    """Keep the words of a nomination out of the public page, with a reason."""
    call = calls.by_slug(slug)
    nomination = nominations.of_call(call, number)
    form = KeepBackForm() if request.method == "POST" else KeepBackForm.fresh(nomination)
    if form.validate_on_submit():
        services.keep_back(nomination, form.chosen, form.note.data or "", access.signed_in(), form.seen or 0)
        return _back(f"La postulación {number} no se publica. Su motivo queda a la vista.", ".desk", call)
    page = render_template("topics/staff/keep_back.html", call=call, nomination=nomination, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<slug>/agrupar")
@access.staff(*rules.GROUPERS)
def group(slug: str) -> ResponseReturnValue:
    """Bring nominations together, in a new topic or one that is there."""
    call, form, person = calls.by_slug(slug), GroupForm(), access.signed_in()
    form.offer(_rows(nominations.every_public(call)), _titles(groups.of_call(call)))
    if not form.validate():
        return _desk(call, form), 422
    chosen = form.nominations.data or []
    try:
        if form.into.data:
            services.add(groups.standing(call, form.into.data), chosen, person)
        else:
            services.make(call, form.title.data or "", chosen, person)
    except Conflict as refusal:
        return _desk(call, form, refusal.message), refusal.status
    return _back("Guardamos el tema.", ".desk", call)


def _rows(found: list[Nomination]) -> list[tuple[int, str]]:
    return [(one.number, f"{one.number}. {one.words}{f' ({one.place})' if one.place else ''}") for one in found]


def _titles(found: list[TopicGroup]) -> list[tuple[int, str]]:
    return [(one.number, one.title) for one in found]


@bp.route(f"/<slug>/tema/{NUMBER}", methods=["GET", "POST"])
@access.staff(*rules.READERS)
def topic(slug: str, number: int) -> ResponseReturnValue:
    """One topic: its title, its nominations, and what became of it."""
    call = calls.by_slug(slug)
    found, form = groups.one(call, number), RenameForm.sent()
    if request.method == "GET":
        return _topic_page(found, RenameForm.fresh(found, title=found.title))
    if not form.validate():
        return _topic_page(found, form), 422
    try:
        services.rename(found, form.title.data or "", access.signed_in(), form.seen or 0)
    except DomainError as refusal:
        form.refuse("title", refusal.message)
        form.now_seen(found)
        return _topic_page(found, form), refusal.status
    return _to_topic("Cambiamos el título.", found)


def _topic_page(group: TopicGroup, form: RenameForm, link_form: LinkForm | None = None) -> str:
    person, call = access.signed_in(), group.call
    return render_template(
        "topics/staff/topic.html",
        call=call,
        group=group,
        form=form,
        link_form=_offered(link_form or LinkForm(formdata=None), group),
        members=groups.members_page(group, asked_page()),
        links=fates.links([group]),
        steps=groups.steps(group),
        may_group=rules.may_group(person),
        is_groupable=rules.is_groupable(call) and group.ended_at is None,
        url_for_page=lambda page: url_for(".topic", slug=call.slug, number=group.number, pagina=page),
    )


def _offered(form: LinkForm, group: TopicGroup) -> LinkForm:
    form.offer(fates.agenda_items(group), fates.promises(group), fates.documents(group))
    return form


@bp.post(f"/<slug>/tema/{NUMBER}/sacar/<int(max={LARGEST}):nomination>")
@access.staff(*rules.GROUPERS)
def take_out(slug: str, number: int, nomination: int) -> ResponseReturnValue:
    call = calls.by_slug(slug)
    found = groups.one(call, number)
    services.take_out(found, nominations.of_call(call, nomination), access.signed_in())
    return _to_topic(f"La postulación {nomination} salió del tema.", found)


@bp.post(f"/<slug>/tema/{NUMBER}/deshacer")
@access.staff(*rules.GROUPERS)
def undo(slug: str, number: int) -> ResponseReturnValue:
    call = calls.by_slug(slug)
    services.undo(groups.one(call, number), access.signed_in())
    return _back("Deshicimos el tema. Sus postulaciones quedan sueltas.", ".desk", call)


@bp.post(f"/<slug>/tema/{NUMBER}/enlazar")
@access.staff(*rules.GROUPERS)
def link(slug: str, number: int) -> ResponseReturnValue:
    """Point to where the topic was treated or what came of it."""
    found, form = groups.one(calls.by_slug(slug), number), LinkForm()
    _offered(form, found)
    again = RenameForm.fresh(found, title=found.title)
    if not form.validate():
        return _topic_page(found, again, form), 422
    new = services.NewLink(form.chosen, form.ref, form.radicado.data or "", form.url.data or "", form.words.data or "")
    try:
        services.link(found, new, access.signed_in())
    except Invalid as refusal:
        form.refuse(_field_of(form), refusal.message)
        return _topic_page(found, again, form), 422
    return _to_topic("Ya se ve en la página del tema.", found)


def _field_of(form: LinkForm) -> str:
    """The field that mends a refusal for the chosen kind."""
    fields = {"question": "radicado", "page": "url"}
    return fields.get(form.chosen.value, form.chosen.value)


@bp.post(f"/<slug>/tema/{NUMBER}/quitar/{LINK}")
@access.staff(*rules.GROUPERS)
def unlink(slug: str, number: int, link_id: int) -> ResponseReturnValue:
    found = groups.one(calls.by_slug(slug), number)
    services.unlink(fates.link(found, link_id), access.signed_in())
    return _to_topic("Lo quitamos de la página del tema.", found)


@bp.route("/<slug>/votacion", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def vote(slug: str) -> ResponseReturnValue:
    """Make the vote: its options are the topics as they are now."""
    call, form = calls.by_slug(slug), VoteForm()
    if form.validate_on_submit():
        way, level = Way(form.way.data), Level(form.level.data)
        opens_at, closes_at = moment_of(form.opens_at), moment_of(form.closes_at)
        made = services.NewVote(way, Rule(form.rule.data), level, opens_at, closes_at)
        try:
            services.make_vote(call, made, form.form_key.data or "", access.signed_in())
        except DomainError as refusal:
            form.form_errors.append(refusal.message)
        else:
            return _back("La votación está lista. Los temas ya no cambian.", ".desk", call)
    return _vote_page(call, form), 422 if form.is_submitted() else 200


def _vote_page(call: TopicCall, form: VoteForm) -> str:
    topics = groups.of_call(call)
    waiting, loose = len(nominations.waiting(call)), nominations.loose_count(call)
    return render_template(
        "topics/staff/vote.html",
        call=call,
        form=form,
        topics=topics,
        vote=votes.find(call),
        places=rules.places(len(topics)),
        lacks=list(rules.lacks_to_vote(call, topics, waiting, loose, now())),
        announced=telling.ANNOUNCED,
    )


@bp.route("/<slug>/agenda", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def agenda(slug: str) -> ResponseReturnValue:
    """Which topics a space treats."""
    call, form = calls.by_slug(slug), AgendaForm()
    spaces, tally = agendas.spaces(call), votes.find_tally(votes.find(call))
    topics = {group.code: group for group in groups.of_call(call)}
    order = [topics[code] for tied in tally.order for code in tied] if tally else []
    if tally is not None and not tally.is_told:
        order = list(topics.values())
    form.offer([(one.id, one.title) for one in spaces], _titles(order))
    if form.validate_on_submit():
        event = next(one for one in spaces if one.id == form.event.data)
        chosen = [one.number for one in order if one.number in (form.topics.data or [])]
        try:
            services.confirm(call, event, chosen, form.reason.data or "", access.signed_in())
        except Invalid as refusal:
            form.refuse("reason", refusal.message)
        else:
            return _back(f"Los temas de «{event.title}» quedaron confirmados.", ".desk", call)
    page = render_template(
        "topics/staff/agenda.html",
        call=call,
        form=form,
        tally=tally,
        topics=topics,
        spaces=spaces,
        decisions=agendas.decisions(call),
    )
    return page, 422 if form.is_submitted() else 200


def _back(words: str, endpoint: str, call: TopicCall) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(endpoint, slug=call.slug), 303)


def _to_topic(words: str, group: TopicGroup) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".topic", slug=group.call.slug, number=group.number), 303)
