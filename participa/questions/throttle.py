"""Slows down who guesses the follow codes of questions."""

from participa.shared.guess_throttle import GuessThrottle

__all__ = ["GuessThrottle"]
