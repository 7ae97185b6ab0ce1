"""Verbs of a hearing, one file each matter."""
