"""The agenda as it goes, and what is promised, in one line."""

from flask import flash
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Department
from participa.accounts.queries import active_departments
from participa.hearings.blueprint import staff_bp
from participa.hearings.forms.conduct import ActForm, AgendaForm, PromiseForm
from participa.hearings.models import Hearing, StagedQuestion
from participa.hearings.queries import conduct as queries
from participa.hearings.services import agenda as services
from participa.hearings.services import promises
from participa.hearings.staff.conduct import CONDUCTORS, at_desk, open_desk
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid


@staff_bp.post("/<code>/orden")
@access.staff(*CONDUCTORS)
def agenda(code: str) -> ResponseReturnValue:
    """Go to a part of the agenda; without one, end the part that goes on."""
    hearing, form = queries.by_code(code), AgendaForm()
    if not form.validate():
        raise Invalid("Recargue la página y elija el punto.")
    wanted = [point.item for point in queries.agenda(hearing) if point.item.id == form.item.data]
    if wanted:
        services.begin(hearing, wanted[0], access.signed_in())
    else:
        services.end(hearing, access.signed_in())
    return at_desk(hearing, "orden")


@staff_bp.post("/<code>/compromisos")
@access.staff(*CONDUCTORS)
@keeps_text(PromiseForm)
def promise(code: str) -> ResponseReturnValue:
    """Note what somebody promises, of the question that is on the screen if the form says so."""
    hearing, offices = queries.by_code(code), active_departments()
    form = PromiseForm().offer(offices)
    if not form.validate():
        return open_desk(hearing, form)
    staged = _staged(hearing, form.staged.data)
    office = next((one for one in offices if one.id == form.department.data), None) or _office_of(staged)
    promises.note(hearing, form.text.data or "", office, staged, access.signed_in())
    flash("El compromiso quedó anotado.", "success")
    return at_desk(hearing, "compromisos")


def _staged(hearing: Hearing, number: int | None) -> StagedQuestion | None:
    return queries.staged(hearing, number) if number else None


def _office_of(staged: StagedQuestion | None) -> Department | None:
    return staged.department if staged else None


@staff_bp.post("/<code>/compromisos/<int:promise_id>/tachar")
@access.staff(*CONDUCTORS)
def strike(code: str, promise_id: int) -> ResponseReturnValue:
    """Say that it was noted by mistake."""
    hearing, form = queries.by_code(code), ActForm()
    if form.validate():
        promises.strike(queries.promise(hearing, promise_id), hearing, access.signed_in())
        flash("El compromiso quedó tachado. Se puede leer en el acta.", "success")
    return at_desk(hearing, "compromisos")
