"""What changes accounts, by what is done: signing in, the second factor, passwords, people, offices, cleaning."""
