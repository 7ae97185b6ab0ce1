"""Lists of words written in the code as running text."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, with spaces or line ends between them."""
    return frozenset(text.split())
