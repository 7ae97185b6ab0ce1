"""The inbox: what falls due first on top, ready-made groups and filters in the address."""

from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role, User
from participa.calendar.queries import current_calendar
from participa.questions import rules
from participa.questions.models import STATUS_LABELS
from participa.questions.queries import links, quarantine, terms
from participa.questions.queries import staff as queries
from participa.questions.queries.staff import VIEW_LABELS, View, Wanted
from participa.questions.staff import place
from participa.questions.staff.blueprint import bp
from participa.questions.staff.words import STATUS_TONES, term_of
from participa.shared import clock
from participa.shared.paging import asked_page

TEMPLATES = frozenset({Role.LIAISON, Role.APPROVER})
APART = frozenset({Role.MODERATOR, Role.CONTROL, Role.ADMIN})


@bp.get("/")
@access.staff()
def inbox() -> ResponseReturnValue:
    """The questions that this person may see, the most urgent first."""
    user, today = access.signed_in(), clock.today()
    wanted, calendar = place.wanted(user), current_calendar()
    found = queries.inbox(user, wanted, today, asked_page())
    return render_template(
        "questions/staff/inbox.html",
        found=found,
        rows=[
            (each, term_of(each, today, calendar), terms.transfer_warning(each, today, calendar))
            for each in found.items
        ],
        groups=_groups(user, wanted, today),
        statuses=[(status, STATUS_LABELS[status], count) for status, count in queries.status_counts(user)],
        departments=queries.department_counts(user),
        wanted=wanted,
        address=place.address(),
        view_label=VIEW_LABELS[wanted.view],
        page_url=_page_url,
        tones=STATUS_TONES,
        copies=links.copies([question.id for question in found.items]),
        apart=quarantine.among(question.id for question in found.items),
        links=_links(user),
        is_moderator=user.role is Role.MODERATOR,
    )


def _links(user: User) -> list[tuple[str, str, str]]:
    """The other pages of the room that this person may open."""
    doors = [
        (user.role in APART, f"En cuarentena ({quarantine.count()})", "questions.staff.quarantine"),
        (user.role is Role.MODERATOR, "Avisos por dar", "questions.staff.notices"),
        (rules.may_recount(user), "Plazos por contar", "questions.staff.recount"),
        (user.role in TEMPLATES, "Plantillas", "questions.staff.answer_templates"),
        (True, "Compromisos", "questions.staff.promises"),
        (rules.may_keep_review(user), "Revisión de respuestas", "questions.staff.review_settings"),
        (rules.may_keep_topics(user), "Temas", "questions.staff.topics"),
        (rules.may_keep_words(user), "Ayudas", "questions.staff.helps"),
    ]
    return [(label, url_for(endpoint), "quiet") for is_open, label, endpoint in doors if is_open]


def _groups(user: User, wanted: Wanted, today: date) -> list[tuple[str, str, int, bool]]:
    """(words, address, count, current) of each ready-made group that makes sense for this role."""
    kept = {word: value for word, value in place.address().items() if word not in ("ver", "pagina")}
    return [
        (VIEW_LABELS[view], url_for("questions.staff.inbox", **kept, ver=view.value), count, view is wanted.view)
        for view, count in queries.view_counts(user, wanted, today).items()
        if view is not View.MINE or place.has_queue(user)
    ]


def _page_url(number: int) -> str:
    return url_for("questions.staff.inbox", **(place.address() | {"pagina": str(number)}))
