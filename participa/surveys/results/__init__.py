"""Resultados de una encuesta: cuentas sin números pequeños, lo escrito, archivos y qué se hizo con ellos."""
