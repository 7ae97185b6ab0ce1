"""The names of the rows that a commitment may be made from."""

LIVE_PROMISE = "live-promise"
ANSWER_PROMISE = "answer-promise"
OBSERVATION = "observation"
RECOMMENDATION = "recommendation"
FINDING = "finding"


def of_live_promise(number: int) -> str:
    return f"{LIVE_PROMISE}:{number}"


def of_answer_promise(version_id: int) -> str:
    return f"{ANSWER_PROMISE}:{version_id}"


def of_observation(question_id: int) -> str:
    return f"{OBSERVATION}:{question_id}"


def of_recommendation(number: int) -> str:
    return f"{RECOMMENDATION}:{number}"


def of_finding(number: int, position: int) -> str:
    return f"{FINDING}:{number}:{position}"
