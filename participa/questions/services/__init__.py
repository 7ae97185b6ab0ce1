"""The verbs of the room, for callers that write `services.submit`, `services.classify`…

Citizens' side in `receiving`, the team's side in `handling` and `answering`.
"""

from participa.questions.services.receiving import Receipt, Submission, submit

__all__ = ["Receipt", "Submission", "submit"]
