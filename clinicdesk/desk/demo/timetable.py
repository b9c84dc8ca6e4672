"""The demo clinic's hours: usual weeks, who is away, what is closed, and the devices."""

from dataclasses import replace
from datetime import date, time, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.demo.scene import Scene
from clinicdesk.desk.public_holidays import PublicHolidays, plain_name
from clinicdesk.desk.spoken_hours import read_spans
from clinicdesk.desk.working_time import WorkingTime, working_time
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import Equipment, StaffMember
from clinicdesk.domain.working_hours import (
    DAYS_A_WEEK,
    Absence,
    AbsenceReason,
    ClockSpan,
    HolidayChoice,
    SpecialHours,
    WeeklyHours,
)

_SINCE = timedelta(days=100)
_AHEAD = timedelta(days=100)
_AT_WORK_TODAY = 9
_TODAY = (ClockSpan(time(8), time(12, 30)), ClockSpan(time(13), time(18)))
_MEETING = ClockSpan(time(16), time(18))


def arrange_hours(store: Store, scene: Scene, therapists: list[StaffMember]) -> WorkingTime:
    """Decide the hours of the demo clinic, inside the caller's transaction, and hand out what follows from them."""
    today, since = scene.today, scene.today - _SINCE
    weeks = {each.name: each.weeks for each in scene.premises.staff}
    for number, (owner, written) in enumerate(
        [(None, (scene.premises.week,)), *((each.id, weeks[each.name]) for each in therapists)]
    ):
        read = tuple(tuple(read_spans(day) for day in week) for week in written)
        store.hours.add_weekly(WeeklyHours(f"weekly-{number:02}", owner, since, read, today))
    holidays = PublicHolidays(scene.region).of_year(today.year) + PublicHolidays(scene.region).of_year(today.year + 1)
    store.hours.put_holidays(HolidayChoice("", frozenset(plain_name(name) for _, name in holidays)))
    _plan_absences(store, today, therapists)
    _open_today(store, today, therapists)
    return working_time(store, since, today + _AHEAD)


def fall_ill(store: Store, scene: Scene, therapists: list[StaffMember], sessions: list[Session]) -> None:
    """Let whoever is booked most on the next day of work call in sick, so that some people have to be called."""
    coming = [session for session in sessions if session.status.live]
    if not coming:
        return
    booked = {member.id: [each for each in coming if each.therapist_id == member.id] for member in therapists}
    busiest = max(booked, key=lambda member_id: len(booked[member_id]))
    tomorrow = scene.today + timedelta(days=1)
    first = min(coming, key=lambda each: each.starts_at).starts_at.date()
    last = max(tomorrow, first)
    store.hours.add_absence(Absence("absence-ill", busiest, AbsenceReason.ILLNESS, tomorrow, last))


def devices(scene: Scene) -> list[Equipment]:
    """The devices of the demo clinic."""
    return [
        Equipment(f"device-{number}", each.name, each.kind) for number, each in enumerate(scene.premises.equipment, 1)
    ]


def needing_devices(scene: Scene, session_types: list[SessionType]) -> list[SessionType]:
    """The session types, each with the kind of device it needs."""
    needed = scene.premises.needs
    return [replace(each, equipment_kind=needed.get(each.technique, "")) for each in session_types]


def _plan_absences(store: Store, today: date, therapists: list[StaffMember]) -> None:
    monday = today + timedelta(days=DAYS_A_WEEK - today.weekday())
    on_leave, in_training = therapists[2], therapists[5]
    friday, wednesday = monday + timedelta(days=4), monday + timedelta(days=9)
    for absence in (
        Absence("absence-leave", on_leave.id, AbsenceReason.LEAVE, monday, friday, note="Booked in spring"),
        Absence(
            "absence-training", in_training.id, AbsenceReason.TRAINING, wednesday, wednesday,
            ClockSpan(time(9), time(13)), "Manual therapy refresher",
        ),
        Absence("absence-meeting", None, AbsenceReason.CLOSURE, friday, friday, _MEETING, "Staff meeting"),
    ):  # fmt: skip
        store.hours.add_absence(absence)


def _open_today(store: Store, today: date, therapists: list[StaffMember]) -> None:
    """Whatever day it is, the demo clinic is open and most people are at work."""
    usual = working_time(store, today, today)
    opened = [period for period in usual.clinic_day(today) if period.working]
    # On a Saturday the clinic is open, but not for long.
    if len(opened) != 1 or today.weekday() >= DAYS_A_WEEK - 2:
        store.hours.add_special(SpecialHours("special-clinic", None, today, (ClockSpan(time(8), time(18)),)))
    at_work = [each.id for each in therapists if working_time(store, today, today).working(each.id, today)]
    idle = [each.id for each in therapists if each.id not in at_work]
    for number, owner in enumerate(idle[: max(0, _AT_WORK_TODAY - len(at_work))]):
        store.hours.add_special(SpecialHours(f"special-{number:02}", owner, today, _TODAY))
