"""Reads of a hearing: the board that everybody sees, its conduct, its history."""
