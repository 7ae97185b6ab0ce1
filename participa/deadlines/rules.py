"""Who may do what about terms, and which alert a due date asks for."""

from datetime import date, timedelta

from participa.accounts.models import Role, User
from participa.questions.models import Kind, Question, Status
from participa.questions.queries.terms import TRANSFER_DAYS
from participa.shared.business_days import BaseReading, WorkCalendar, due_from, next_business_day

COMPLAINTS = (Kind.COMPLAINT, Kind.REPORT)
UNSORTED = (Status.RECEIVED, Status.CLASSIFIED)
LIVE_MARKERS = (Role.MODERATOR, Role.COMMUNICATIONS)
PQRSD_KEEPERS = (Role.MODERATOR, Role.APPROVER)
OVERDUE = -1
ONE_DAY = timedelta(days=1)
LONGEST_SEARCH = 120  # days back in which the base of a term of a few business days surely lies


def may_mark_live(user: User, question: Question) -> bool:
    """Whether this person may say that the question was answered aloud: it belongs to a space."""
    return user.role in LIVE_MARKERS and question.event_id is not None


def is_complaint(question: Question) -> bool:
    return question.kind in COMPLAINTS


def may_hand_over(user: User, question: Question) -> bool:
    """Whether this person may write the PQRSD number of a complaint."""
    return user.role in PQRSD_KEEPERS and is_complaint(question)


def is_time(hour_now: int, hour: int, today: date, calendar: WorkCalendar) -> bool:
    """Whether the alerts of the day go out: a business day, from the hour on, on Colombian clocks."""
    return hour_now >= hour and calendar.is_business_day(today)


def reach(today: date, offset: int, calendar: WorkCalendar) -> date:
    """The last due date with at most `offset` business days left."""
    day = today
    for _ in range(offset + 1):
        day = next_business_day(day, calendar)
    return day - ONE_DAY


def stages(today: date, offsets: tuple[int, ...], calendar: WorkCalendar) -> list[tuple[int, date, date]]:
    """(stage, first due date, last due date) of each alert, the most urgent first; they do not overlap."""
    found, first = [(OVERDUE, date.min, today - ONE_DAY)], today
    for offset in sorted(set(offsets)):
        last = reach(today, offset, calendar)
        found.append((offset, first, last))
        first = last + ONE_DAY
    return found


def last_base(limit: date, days: int, reading: BaseReading, calendar: WorkCalendar) -> date:
    """The last base date whose term of so many business days ends on the limit or before it."""
    day = limit
    for _ in range(LONGEST_SEARCH):
        if due_from(day, days, calendar, reading).due_on <= limit:
            return day
        day -= ONE_DAY
    return day


def transfer_limit(base_on: date, reading: BaseReading, calendar: WorkCalendar) -> date:
    """The last day of the five that the law gives to hand a question over (CPACA art. 21)."""
    return due_from(base_on, TRANSFER_DAYS, calendar, reading).due_on


def transfer_delay(base_on: date, reading: BaseReading, sent_on: date, calendar: WorkCalendar) -> int:
    """How many business days after the five of the law a question was handed over; 0 in time (CPACA art. 21)."""
    day, gone = transfer_limit(base_on, reading, calendar), 0
    while day < sent_on:
        day, gone = next_business_day(day, calendar), gone + 1
    return gone
