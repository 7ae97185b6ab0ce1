"""Tests of the parts themselves; they do not need the app."""
