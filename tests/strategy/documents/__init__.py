"""Makes documents of every kind out of one description, so that the same table can be read from all of them."""
