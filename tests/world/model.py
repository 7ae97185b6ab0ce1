"""What the seeded world holds, and who acts in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from participa.accounts.models import Role

PASSWORD = "tinto con panela 73 veces"
TELEPHONE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
VOLUNTEER = "volunteer"  # holds the link of a door, and nothing else
OVERSIGHT = "oversight"  # holds the link of an oversight body, and nothing else
LINKS = (VOLUNTEER, OVERSIGHT)
LONGEST_LABEL = 80  # letters of the name of a door or of a box
LONGEST_NUMBER = 60  # letters of the number of a document
ACTORS = (*LINKS, "anon", *map(str, Role))


@dataclass
class World:
    """What was seeded, as plain values: `world.question["waiting"]` is a filing number, and so on.

    `words` is what every text passes through before it is written.
    """

    words: Callable[[str], str] = str
    department: dict[str, int] = field(default_factory=dict)
    user: dict[str, int] = field(default_factory=dict)
    email: dict[str, str] = field(default_factory=dict)
    strategy: dict[str, int] = field(default_factory=dict)
    year: dict[str, int] = field(default_factory=dict)
    activity: dict[str, Any] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    line: dict[str, dict[str, int]] = field(default_factory=dict)
    series: str = ""
    question: dict[str, str] = field(default_factory=dict)
    question_id: dict[str, int] = field(default_factory=dict)
    unclear_code: str = ""
    grouped_code: str = ""
    hand_notice: int = 0
    redacted_code: str = ""
    appeal: dict[str, int] = field(default_factory=dict)
    answered_code: str = ""
    transferred_code: str = ""
    calendar_token: str = ""
    outage: int = 0
    opinion: int = 0
    code: str = ""
    registration: dict[str, int] = field(default_factory=dict)
    registration_code: str = ""
    group_code: str = ""
    group_member: int = 0
    need: int = 0
    answer_file: dict[str, str] = field(default_factory=dict)
    answer_template: dict[str, int] = field(default_factory=dict)
    topic: int = 0
    known_place: int = 0
    synonyms: int = 0
    closed_day: int = 0
    empty_section: int = 0
    removed_part: int = 0
    observation: int = 0
    observation_code: str = ""
    value_group: int = 0
    report: int = 0
    evidence: dict[str, str] = field(default_factory=dict)
    evidence_id: int = 0
    import_draft: dict[tuple[str, str], int] = field(default_factory=dict)
    door: dict[str, Any] = field(default_factory=dict)
    guest: dict[str, int] = field(default_factory=dict)
    letter: dict[str, int] = field(default_factory=dict)
    invitation: dict[str, int] = field(default_factory=dict)
    invitation_code: str = ""
    guest_list: int = 0
    box: dict[str, int] = field(default_factory=dict)
    turn: dict[str, int] = field(default_factory=dict)
    live_promise: dict[str, int] = field(default_factory=dict)
    hearing: dict[str, int] = field(default_factory=dict)
    room: dict[str, str] = field(default_factory=dict)
    staged: dict[str, int] = field(default_factory=dict)
    office_evidence: dict[str, int] = field(default_factory=dict)
    evaluation: dict[str, Any] = field(default_factory=dict)
    questionnaire: dict[str, int] = field(default_factory=dict)
    topic_call: dict[str, str] = field(default_factory=dict)
    topic_revision: int = 0
    topic_event: int = 0
    topic_link: int = 0
    nomination: dict[str, int] = field(default_factory=dict)
    nomination_code: str = ""
    results: dict[str, str] = field(default_factory=dict)
    survey: dict[str, str] = field(default_factory=dict)
    survey_form: dict[str, str] = field(default_factory=dict)
    survey_code: dict[str, str] = field(default_factory=dict)
    commitment: dict[str, str] = field(default_factory=dict)
    commitment_file: dict[str, str] = field(default_factory=dict)
    citizens: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    history: dict[str, int] = field(default_factory=dict)
    improvement: dict[str, Any] = field(default_factory=dict)
    oversight: dict[str, Any] = field(default_factory=dict)
    kept_report: dict[str, str] = field(default_factory=dict)
