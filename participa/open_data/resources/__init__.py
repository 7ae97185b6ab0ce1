"""The tables of open data, in the order in which people read them. What is not here is not told."""

from participa.open_data.fields import Resource
from participa.open_data.resources.commitments import ACTIONS, COMMITMENTS, PLANS, STEPS
from participa.open_data.resources.events import SPACE_DOCUMENTS, SPACES
from participa.open_data.resources.house import OFFICES, RESTRICTIONS
from participa.open_data.resources.participation import EVALUATIONS, RESULTS, SURVEYS, TOPICS
from participa.open_data.resources.publications import LIBRARY, PAST, REPORTS
from participa.open_data.resources.questions import QUESTIONS
from participa.open_data.resources.strategies import ACTIVITIES, STRATEGIES

RESOURCES: tuple[Resource, ...] = (
    *(QUESTIONS, RESTRICTIONS, STRATEGIES, ACTIVITIES, SPACES, SPACE_DOCUMENTS),
    *(TOPICS, SURVEYS, RESULTS, EVALUATIONS, COMMITMENTS, STEPS, PLANS, ACTIONS),
    *(REPORTS, LIBRARY, PAST, OFFICES),
)
BY_NAME = {resource.name: resource for resource in RESOURCES}

__all__ = ["BY_NAME", "RESOURCES"]
