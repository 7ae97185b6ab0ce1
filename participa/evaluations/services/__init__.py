"""The verbs: switch an evaluation on, follow its space, hand out codes, remind, count, take up what was said."""

from participa.evaluations.services.counting import count, count_due
from participa.evaluations.services.recommending import answer, take_up
from participa.evaluations.services.reminding import remind_due
from participa.evaluations.services.starting import follow, hand_out, start

__all__ = ["answer", "count", "count_due", "follow", "hand_out", "remind_due", "start", "take_up"]
