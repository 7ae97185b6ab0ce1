"""What the forms of the room take."""
