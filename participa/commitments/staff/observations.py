"""What citizens sent to show that something was not fulfilled: the team looks at it and a moderator decides."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.commitments.blueprint import staff_bp
from participa.commitments.forms.citizens import PieceForm
from participa.commitments.models import PieceState
from participa.commitments.queries import observing as queries
from participa.commitments.services import observing as services
from participa.shared import files
from participa.shared.errors import NotFound

NO_FILE = "Esta evidencia es un enlace. No tiene archivo."


@staff_bp.get("/pruebas-ciudadanas/<int:number>/archivo")
@access.staff(Role.MODERATOR, Role.LIAISON, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)
def citizen_file(number: int) -> ResponseReturnValue:
    """The file of a piece, for who may see its question."""
    piece = queries.piece_for(number, access.signed_in())
    if piece.file is None:
        raise NotFound(NO_FILE)
    return files.send(piece.file, piece.description)


@staff_bp.post("/pruebas-ciudadanas/<int:number>")
@access.staff(Role.MODERATOR)
def decide_piece(number: int) -> ResponseReturnValue:
    """Publish a piece or keep it back, with the reason."""
    piece = queries.piece_to_decide(number, access.signed_in())
    form = PieceForm(prefix=f"pieza-{piece.id}-")
    if not form.validate():
        return render_template("commitments/staff/decide_piece.html", piece=piece, form=form), 422
    services.decide(piece, form.chosen, form.reason.data or "", access.signed_in())
    done = "se publica cuando la observación sea pública" if piece.state is PieceState.ACCEPTED else "no se publica"
    flash(f"La evidencia {done}.", "success")
    return redirect(url_for("questions.staff.detail", radicado=piece.observation.question.radicado), 303)
