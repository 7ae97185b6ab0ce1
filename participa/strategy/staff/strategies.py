"""The list of strategies, the moves and the following up."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.shared import clock
from participa.shared.errors import Conflict, Invalid
from participa.shared.paging import asked_page, part_of
from participa.strategy import hangings, queries, rules, services
from participa.strategy.checklist import checklist
from participa.strategy.forms import FollowUpForm, MoveForm
from participa.strategy.importing import summary
from participa.strategy.models import Strategy, StrategyState
from participa.strategy.schedule import PER_PAGE, groups, progress
from participa.strategy.staff.blueprint import MOST, bp
from participa.strategy.staff.editing import with_linked
from participa.strategy.tracking import all_found


@dataclass(frozen=True)
class Step:
    """A move as the team reads it: the button, the question of the confirmation and what follows from it."""

    to: StrategyState
    label: str
    question: str
    consequence: str
    done: str


STEPS = {
    "consultar": Step(
        StrategyState.IN_CONSULTATION,
        "Poner en consulta",
        "¿Poner esta estrategia en consulta?",
        "Quedará marcada en consulta. La ciudadanía todavía no la verá publicada.",
        "La estrategia quedó en consulta.",
    ),
    "aprobar": Step(
        StrategyState.APPROVED,
        "Aprobar",
        "¿Aprobar esta estrategia?",
        "Quedará aprobada con su nombre y la hora. Después se podrá publicar.",
        "La estrategia quedó aprobada. Ya se puede publicar.",
    ),
    "publicar": Step(
        StrategyState.PUBLISHED,
        "Publicar",
        "¿Publicar esta estrategia?",
        "La verá toda la ciudadanía. Si hay otra versión publicada de esta vigencia, quedará cerrada y se podrá leer.",
        "La estrategia quedó publicada.",
    ),
    "cerrar": Step(
        StrategyState.CLOSED,
        "Cerrar",
        "¿Cerrar esta estrategia?",
        "Se seguirá leyendo, pero sus actividades ya no se podrán cambiar.",
        "La estrategia quedó cerrada.",
    ),
}
CONFIRMED = [name for name in STEPS if name != "consultar"]  # that one asks for its dates on a page of its own


@bp.get("/")
@access.staff()
def index() -> ResponseReturnValue:
    page = queries.for_team(asked_page())
    return render_template(
        "strategy/staff/index.html",
        page=page,
        counts=queries.activity_counts(page.items),
        may_import=rules.may_import(access.signed_in()),
        may_see_catalogues=access.signed_in().role in (Role.CONTROL, Role.ADMIN),
    )


@bp.get(f"/<int(max={MOST}):strategy_id>")
@access.staff()
def detail(strategy_id: int) -> ResponseReturnValue:
    strategy, person = queries.by_id(strategy_id), access.signed_in()
    activities, published_at = queries.activities(strategy), queries.first_published_at(strategy)
    published_on = clock.local(published_at).date() if published_at else None
    page = part_of(activities, PER_PAGE)
    found = all_found(page.items, queries.histories(page.items), clock.today())
    return render_template(
        "strategy/staff/detail.html",
        strategy=strategy,
        page=page,
        page_url=lambda number: url_for(".detail", strategy_id=strategy_id, pagina=number if number > 1 else None),
        groups=groups(page.items, clock.today(), None, lambda one: url_for(".edit", activity_id=one.id), found),
        progress=progress(activities, clock.today()),
        lacks=hangings.lacks_of(strategy),
        reminders=checklist(strategy.year, published_on, activities),
        may_write=rules.may_edit(person)
        and rules.is_writable(strategy.state, strategy.consultation_closes_on, clock.today()),
        may_change_consultation=rules.may_decide(person) and strategy.state is StrategyState.IN_CONSULTATION,
        may_revise=rules.may_edit(person) and rules.is_revisable(strategy.state),
        may_record=rules.may_edit(person) and rules.is_recordable(strategy.state),
        steps=_steps(strategy) if rules.may_decide(person) else [],
        may_edit=rules.may_edit(person) and rules.is_editable(strategy.state),
        cell_of=summary.cell_of,
    )


def _steps(strategy: Strategy) -> list[tuple[str, str]]:
    allowed = [(name, step) for name, step in STEPS.items() if rules.allows(strategy.state, step.to)]
    return [(step.label, _step_address(strategy, name)) for name, step in allowed]


def _step_address(strategy: Strategy, name: str) -> str:
    if name == "consultar":
        return url_for(".consult", strategy_id=strategy.id)
    return url_for(".move", strategy_id=strategy.id, step=name)


@bp.route(f"/<int(max={MOST}):strategy_id>/<any({', '.join(CONFIRMED)}):step>", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
def move(strategy_id: int, step: str) -> ResponseReturnValue:
    """Confirm a move, and make it."""
    strategy, chosen, form = queries.by_id(strategy_id), STEPS[step], MoveForm()
    if form.validate_on_submit():
        services.move(strategy, chosen.to, access.signed_in())
        flash(chosen.done, "good")
        return redirect(url_for(".detail", strategy_id=strategy.id), 303)
    return render_template("strategy/staff/move.html", form=form, strategy=strategy, step=chosen)


@bp.route(f"/actividades/<int(max={MOST}):activity_id>", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def edit(activity_id: int) -> ResponseReturnValue:
    """How an activity goes and whose it is."""
    activity = queries.activity(activity_id)
    offices = with_linked(queries.active_departments(), activity.departments)
    linked = [office.id for office in activity.departments]
    form = FollowUpForm(state=activity.state, note=activity.state_note, departments=linked)
    form.offer(offices)
    status = 422
    if form.validate_on_submit():
        try:
            services.follow_up(activity, form.follow_up(offices), access.signed_in())
        except (Invalid, Conflict) as problem:
            form.refuse("note", problem.message)
            status = problem.status
        else:
            flash("El cambio quedó guardado.", "good")
            return redirect(url_for(".detail", strategy_id=activity.strategy_id), 303)
    return render_template("strategy/staff/edit.html", form=form, activity=activity), status if form.errors else 200
