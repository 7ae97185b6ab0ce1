"""When an activity happens, as somebody writes it by hand: days, or else words that are read."""

from participa.strategy import when
from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.schedules import ScheduleKind
from participa.strategy.models import Activity, Description


def write_schedule(activity: Activity, words: Description, year: int) -> None:
    """Days that were changed count and end the periods; else new words are read, for the year of the strategy.

    What the words do not say is not invented: days that were there stay when the words name none and no period.
    """
    has_new_days = (words.starts_on, words.ends_on) != (activity.starts_on, activity.ends_on)
    has_new_words = words.date_text is not None and words.date_text != when.as_words(activity)
    activity.starts_on, activity.ends_on = words.starts_on, words.ends_on
    if has_new_words:
        activity.date_text = words.date_text or ""
    if has_new_days:
        activity.periods, activity.schedule_kind = [], _kind(activity)
    elif has_new_words:
        _read(activity, year)


def _kind(activity: Activity) -> str:
    if not (activity.starts_on or activity.ends_on):
        return ScheduleKind.UNKNOWN.value
    return (ScheduleKind.EXACT if activity.starts_on == activity.ends_on else ScheduleKind.RANGE).value


def _read(activity: Activity, year: int) -> None:
    read = read_schedule(activity.date_text, year)
    activity.periods = [period.code for period in read.periods]
    if read.starts_on or read.ends_on or read.periods:
        activity.starts_on, activity.ends_on = read.starts_on, read.ends_on
    is_silent = read.kind is ScheduleKind.UNKNOWN
    activity.schedule_kind = _kind(activity) if is_silent else read.kind.value
