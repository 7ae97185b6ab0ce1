"""Pages for the team."""

from participa.surveys.staff import codes as codes
from participa.surveys.staff import keeping as keeping
from participa.surveys.staff import steps as steps
