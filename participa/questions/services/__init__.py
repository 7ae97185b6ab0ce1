"""The verbs of the room, for callers that write `services.submit`, `services.classify`…

Citizens' side in `receiving`, the team's side in `handling` and `answering`.
"""

from participa.questions.services.receiving import submit
from participa.questions.submission import Receipt, Submission

__all__ = ["Receipt", "Submission", "submit"]
