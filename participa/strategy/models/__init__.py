"""The rows of the strategy and the words of their states."""

from participa.strategy.models.consultation import (
    DECISION_LABELS,
    DECISION_TONES,
    Decision,
    Observation,
    ObservationCounter,
    ObservationReply,
)
from participa.strategy.models.strategies import (
    ACTIVITY_STATE_LABELS,
    SHOWN_STATE_LABELS,
    SHOWN_STATE_TONES,
    STRATEGY_STATE_LABELS,
    STRATEGY_STATE_TONES,
    Activity,
    ActivityState,
    FollowUp,
    Section,
    ShownState,
    Strategy,
    StrategyState,
    ValueGroup,
    activity_department,
)

__all__ = [
    "DECISION_LABELS",
    "DECISION_TONES",
    "Decision",
    "Observation",
    "ObservationCounter",
    "ObservationReply",
    "ValueGroup",
    "ACTIVITY_STATE_LABELS",
    "Activity",
    "ActivityState",
    "FollowUp",
    "SHOWN_STATE_LABELS",
    "SHOWN_STATE_TONES",
    "STRATEGY_STATE_LABELS",
    "STRATEGY_STATE_TONES",
    "Section",
    "ShownState",
    "Strategy",
    "StrategyState",
    "activity_department",
]
