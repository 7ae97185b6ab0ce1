"""The only error that the importer raises."""


class ImportProblem(ValueError):
    """The text cannot be read at all. Its message is Spanish, a complete sentence, safe to show."""
