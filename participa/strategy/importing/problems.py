"""The only errors that the importer raises."""


class ImportProblem(ValueError):
    """The document cannot be read at all. Its message is Spanish, a complete sentence, safe to show."""


class NoSchedule(ImportProblem):
    """The document was read, but it is no cronograma: prose, an event programme, a form."""
