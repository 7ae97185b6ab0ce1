"""Datos de demostración: un municipio ficticio con un año de rendición de cuentas, contado con fechas relativas a hoy.

Nothing here is real. Everything is written by the services of the rooms, each act at its instant.
"""

from participa.portal.demo.loading import AlreadyInUse, ProductionRefused, load

__all__ = ["AlreadyInUse", "ProductionRefused", "load"]
