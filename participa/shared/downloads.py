"""The headers of what is taken along as a file."""


def as_file(kind: str, name: str) -> dict[str, str]:
    """For a file of this type and name; the name holds no personal data."""
    return {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}
