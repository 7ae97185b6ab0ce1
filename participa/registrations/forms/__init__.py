"""Shape of input: `citizens` for the public pages, `staff` for the team's."""
