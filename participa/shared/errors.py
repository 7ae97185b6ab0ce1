"""What can go wrong in the domain. Messages are whole Spanish sentences that are safe to show."""


class DomainError(Exception):
    """A refusal that a person can understand. `status` is the HTTP status of the page that says it."""

    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(DomainError):
    """Something typed does not fit; the page shows the message beside the form and keeps the text."""


class Forbidden(DomainError):
    """This person may not do this."""

    status = 403


class NotFound(DomainError):
    """It is not there, or this person may not know that it is."""

    status = 404


class Conflict(DomainError):
    """Already done, or somebody else was first."""

    status = 409


class Closed(Conflict):
    """The period for doing this is over or has not begun."""


class TooMany(DomainError):
    """Too many tries in a short time; says when to try again."""

    status = 429
