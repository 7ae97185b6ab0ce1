"""Cuestionarios que van y vienen en archivos: nuestro documento JSON y el XLSForm de KoBo y ODK."""

from participa.questionnaires.exchange.brought import Brought, Unread
from participa.questionnaires.exchange.reading import read

__all__ = ["Brought", "Unread", "read"]
