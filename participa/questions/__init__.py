"""Preguntas y respuestas: se reciben, se clasifican, se responden por escrito y se publican."""

from participa.events.doors import register_lacks
from participa.questions.closing import lacks
from participa.questions.doors import listen
from participa.questions.hangings import of_activity
from participa.questions.public import bp
from participa.questions.retention import CONTACTS
from participa.questions.services import admission, counting, finding, quarantine, remembering
from participa.questions.staff import bp as staff_bp
from participa.shared import jobs, retention
from participa.strategy import hangings

bp.register_blueprint(staff_bp)
hangings.register(of_activity)
register_lacks(lacks)
retention.register(CONTACTS)
jobs.each_minute(finding.find_forgotten)
jobs.each_minute(remembering.remember_words)
jobs.each_minute(counting.keep_figures)
jobs.each_minute(admission.forget_earlier_days)
listen(quarantine.note_step)
listen(remembering.doubt)

__all__ = ["bp"]
