"""Pages of the team: plans, findings, actions and how they go."""

from participa.improvement.staff import actions as actions
from participa.improvement.staff import findings as findings
from participa.improvement.staff import plans as plans
