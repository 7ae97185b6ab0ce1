"""The room, as read."""
