"""Pages of the team: conduct, supports under review, minutes."""
