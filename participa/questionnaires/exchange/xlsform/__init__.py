"""El XLSForm: la hoja de cálculo con que KoBo y ODK escriben sus formularios (survey, choices, settings)."""

from participa.questionnaires.exchange.xlsform.reading import read
from participa.questionnaires.exchange.xlsform.writing import write

__all__ = ["read", "write"]
