"""Shape of what is typed about surveys."""
