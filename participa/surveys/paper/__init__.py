"""Encuestas en papel: hojas numeradas, una persona las digita y otra las compara antes de contarlas."""
