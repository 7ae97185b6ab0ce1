"""Temas: la gente los postula, se agrupan, se votan y se sabe qué pasó con cada uno."""

from participa.events.doors import register_public, register_staff
from participa.shared import jobs
from participa.strategy.hangings import register
from participa.surveys.services import show_elsewhere
from participa.topics import models as models
from participa.topics import services
from participa.topics import staff as staff
from participa.topics.blueprint import staff_bp
from participa.topics.hangings import of_activity
from participa.topics.panels import for_everybody, for_team, surveys_of
from participa.topics.public import bp

bp.register_blueprint(staff_bp)
register_public(for_everybody)
register_staff(for_team)
register(of_activity)
show_elsewhere(surveys_of)
jobs.each_minute(services.forget_devices)
jobs.each_minute(services.keep_tallies)

__all__ = ["bp"]
