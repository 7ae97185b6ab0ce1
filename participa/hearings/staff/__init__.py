"""Pages of the team: conduct, supports under review, minutes."""

from participa.hearings.staff import screen as screen
