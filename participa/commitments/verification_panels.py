"""What was verified, on the public page and on that of the team."""

from participa.accounts.models import User
from participa.commitments import doors, rules
from participa.commitments.doors import Panel
from participa.commitments.models import Commitment
from participa.commitments.showing_checks import said_of


def for_everybody(commitment: Commitment) -> list[Panel]:
    return [Panel("commitments/_verified.html", {"said": said_of(commitment), "commitment": commitment})]


def for_team(commitment: Commitment, person: User) -> list[Panel]:
    if not commitment.is_public:
        return []
    may = {"may_verify": rules.may_verify(person, commitment), "may_show": rules.may_invite(person)}
    data = {"said": said_of(commitment), "commitment": commitment, **may}
    return [Panel("commitments/staff/_verify.html", data)]


doors.register_public(for_everybody)
doors.register_staff(for_team)
