"""What results need every minute: counts that are missing and files that are not finished."""

from participa.surveys.results import exporting, services


def do_due() -> None:
    """Ask for what is due. Both are done outside the requests."""
    services.count_due()
    exporting.make_due()
