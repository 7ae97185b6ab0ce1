"""Guests, letters and invitations."""

import secrets
from typing import Any

from flask import current_app

from participa.accounts.models import Role, User
from participa.events.models import Event
from participa.extensions import db
from participa.invitations import lists, rules
from participa.invitations.letter_words import FIRST_BODY, FIRST_SUBJECT
from participa.invitations.models import (
    Delivery,
    Guest,
    GuestDetails,
    GuestImport,
    GuestKind,
    Invitation,
    InvitationLetter,
    LetterState,
)
from participa.shared import follow_codes
from participa.shared.clock import now, today
from tests.factories.accounts import user
from tests.factories.keep import keep, next_number


def guest(**values: Any) -> Guest:
    """Somebody who allowed mails, unless said otherwise."""
    number = next_number()
    told: dict[str, Any] = {
        "name": f"Invitada Número {number}",
        "kind": GuestKind.PERSON,
        "email": f"invitada{number}@correo.example",
        "phone": f"300{number:07}",
        "source": "Lista de asistencia de 2025",
        "authorization": "Firmó el formato de la lista.",
        "authorized_on": today(),
    }
    told |= values
    key = rules.match_key(GuestDetails(**{name: told.get(name, "") for name in ("name", "email", "phone")}))
    return keep(Guest(created_at=now(), match_key=key, **told))


def letter(event: Event, state: LetterState = LetterState.DRAFT, author: User | None = None, **values: Any) -> Any:
    """A letter to everybody."""
    author = author or user(Role.COMMUNICATIONS)
    told = {"subject": FIRST_SUBJECT, "body": FIRST_BODY, "audience": {}, "created_at": now()}
    return keep(InvitationLetter(event_id=event.id, state=state, author_id=author.id, **(told | values)))


def invitation(
    event: Event,
    of: Guest | None = None,
    delivery: Delivery = Delivery.SENT,
    of_letter: InvitationLetter | None = None,
    **values: Any,
) -> Invitation:
    """An invitation whose letter was approved."""
    of_letter = of_letter or letter(event, LetterState.APPROVED)
    of, seed = of or guest(), secrets.token_urlsafe(16)
    told: dict[str, Any] = {"sent_at": now() if delivery is Delivery.SENT else None}
    row = Invitation(event_id=event.id, guest_id=of.id, letter_id=of_letter.id, code_seed=seed, delivery=delivery)
    key = current_app.extensions["settings"].code_key
    row.code_digest = follow_codes.code_digest(follow_codes.code_for(seed, key), key)
    for name, value in (told | values).items():
        setattr(row, name, value)
    return keep(row)


def invitation_code(row: Invitation) -> str:
    """What the letter of this invitation carries."""
    return follow_codes.code_for(row.code_seed, current_app.extensions["settings"].code_key)


def guest_list(author: User, rows: list[list[str]] | None = None) -> GuestImport:
    """A list under review."""
    rows = rows or [["Nombre", "Correo"], ["Invitada De La Lista", "lista@correo.example"]]
    told = {"source": "Directorio público", "mapping": lists.guessed(rows[0]), "cells": lists.packed(rows)}
    row = GuestImport(author_id=author.id, created_at=now(), authorization="", **told)
    db.session.add(row)
    return keep(row)
