"""How alike two short Spanish texts are, and of which places they speak: no model, no network, no database.

`words` reads a text into stems, `places` finds the places and numbers that tell two like texts apart, `likeness`
compares, `deciding` learns from earlier decisions. Nothing here decides: it only orders what a person looks at.
"""
