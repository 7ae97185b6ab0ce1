"""What a person sends to register, and what that person gets in return."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from participa.registrations.models import (
    Attends,
    CapacityAs,
    DocumentType,
    NeedKind,
    RegistrationPurpose,
    RegistrationState,
)

OF_THE_PERSON = (
    *("first_name", "last_name", "document_type", "document_number", "email", "phone"),
    *("capacity_as", "organisation", "neighbourhood", "commune", "wants_to_speak", "speak_topic"),
    *("is_minor", "guardian_name", "guardian_link", "guardian_contact"),
)


@dataclass(frozen=True)
class Need:
    """A support that the person asks for; `words` say which when it is another one."""

    kind: NeedKind
    words: str = ""


@dataclass(frozen=True)
class Extra:
    """Answers to the extra questions of a space, in the version that asked them."""

    version_id: int
    answers: dict[str, Any]


@dataclass(frozen=True)
class Application:
    """A registration, trimmed and complete."""

    first_name: str = ""
    last_name: str = ""
    attends: Attends = Attends.PRESENCIAL
    email: str = ""
    phone: str = ""
    document_type: DocumentType | None = None
    document_number: str = ""
    capacity_as: CapacityAs = CapacityAs.CITIZEN
    organisation: str = ""
    neighbourhood: str = ""
    commune: str = ""
    wants_to_speak: bool = False
    speak_topic: str = ""
    is_minor: bool = False
    guardian_name: str = ""
    guardian_link: str = ""
    guardian_contact: str = ""
    needs: tuple[Need, ...] = ()
    purposes: frozenset[RegistrationPurpose] = field(default_factory=frozenset)
    extra: Extra | None = None


@dataclass(frozen=True)
class Receipt:
    """What is shown to who registered.

    `code` is stored nowhere. `line` is the place in the waiting list, from 1, or None. `differs` means that the form
    key had been used before for something else, which is what was received.
    """

    registration_id: int
    code: str
    name: str
    state: RegistrationState
    attends: Attends
    created_at: datetime
    line: int | None = None
    differs: bool = False

    @property
    def waits(self) -> bool:
        return self.state is RegistrationState.WAITING


@dataclass(frozen=True)
class GroupApplication:
    """People whom an organisation brings. The contact answers for having asked each of them."""

    organisation: str
    contact_name: str
    names: tuple[str, ...]
    attends: Attends = Attends.PRESENCIAL
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class GroupReceipt:
    """The receipts of a group, in the order of its list. `code` is that of the group, stored nowhere."""

    group_id: int
    code: str
    members: tuple[Receipt, ...]

    @property
    def with_seat(self) -> int:
        return sum(not member.waits for member in self.members)

    @property
    def waiting(self) -> int:
        return sum(member.waits for member in self.members)
