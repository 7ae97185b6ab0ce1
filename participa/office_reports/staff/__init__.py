"""Pages of the team: the reports of each office, and the whole."""

from participa.office_reports.staff import joining as joining
from participa.office_reports.staff import reports as reports
from participa.office_reports.staff import spaces as spaces
