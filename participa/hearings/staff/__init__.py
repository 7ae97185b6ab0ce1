"""Pages of the team: conduct, supports under review, minutes."""

from participa.hearings.staff import conduct as conduct
from participa.hearings.staff import equity as equity
from participa.hearings.staff import minutes as minutes
from participa.hearings.staff import notes as notes
from participa.hearings.staff import screen as screen
from participa.hearings.staff import stage as stage
from participa.hearings.staff import supports as supports
from participa.hearings.staff import turns as turns
