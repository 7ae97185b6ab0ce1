"""The blueprint of the pages for citizens."""

from flask import Blueprint

from participa.portal import navigation
from participa.portal.public import addresses

bp = Blueprint("portal", __name__, cli_group="demo")
bp.app_context_processor(navigation.for_templates)
bp.app_context_processor(addresses.for_templates)
