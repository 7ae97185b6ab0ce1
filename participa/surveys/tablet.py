"""A tablet that many people answer on, one after the other. The team starts it; it ends by itself.

What makes a device one is a signed cookie for one survey and some hours: the team need not stay signed in on it.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from participa.shared.clock import now
from participa.surveys import device
from participa.surveys.models import Survey
from participa.surveys.rules import TABLET_HOURS, receives


def start(survey: Survey) -> None:
    """Make the device of this request a tablet of the survey for some hours."""
    ends = int(now().timestamp()) + TABLET_HOURS * 3600
    device.hand_over(_cookie_name(), _signer().dumps([survey.id, survey.tablet_round, ends]), TABLET_HOURS * 3600)


def is_on(survey: Survey) -> bool:
    """Whether the device of this request is a tablet of the survey, and it still takes answers."""
    if not survey.takes_tablet or not receives(survey, now()):
        return False
    try:
        survey_id, lent_in, ends = _signer().loads(device.told(_cookie_name()))
    except (BadSignature, ValueError):
        return False
    return bool((survey_id, lent_in) == (survey.id, survey.tablet_round) and now().timestamp() < ends)


def _cookie_name() -> str:
    return "__Host-tablet" if current_app.config["SESSION_COOKIE_SECURE"] else "tablet"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="survey-tablet")
