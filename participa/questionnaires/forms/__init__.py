"""Shape of what is typed about questionnaires."""
