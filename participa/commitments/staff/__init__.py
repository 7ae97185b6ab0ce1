"""Pages of the team: register, report, verify."""

from participa.commitments.staff import listing as listing
from participa.commitments.staff import moving as moving
from participa.commitments.staff import observations as observations
from participa.commitments.staff import oversight as oversight
from participa.commitments.staff import registering as registering
from participa.commitments.staff import reporting as reporting
from participa.commitments.staff import verifying as verifying
