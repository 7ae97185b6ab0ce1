"""The nouns of the room: `public` for the citizens' pages, `staff` for the team's."""
