"""Fuentes de un cronograma: cada archivo de aquí lee una clase de documento y devuelve las mismas filas.

One module per source, all with `rows_of`; `kinds` tells by its content what a file is.
"""
