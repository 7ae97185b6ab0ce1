"""The engine of questionnaires, all pure: what they are made of, which way answers lead and what of them is kept."""
