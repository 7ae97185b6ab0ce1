"""Reads of the room: calls, nominations, groups, votes and what became of each topic."""
