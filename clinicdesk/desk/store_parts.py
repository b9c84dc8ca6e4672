"""The parts of the desk that judge nobody: all they need is the records."""

# ruff: noqa: PLC0415 - the program starts faster when each part is imported at its first use

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicdesk.data import Store
    from clinicdesk.desk.calendars import Calendars
    from clinicdesk.desk.day_sheets import DaySheets
    from clinicdesk.desk.displaced import DisplacedSessions
    from clinicdesk.desk.drafts import Drafts
    from clinicdesk.desk.equipping import Equipping
    from clinicdesk.desk.history import History
    from clinicdesk.desk.override_rates import OverrideRates
    from clinicdesk.desk.people import People
    from clinicdesk.desk.pins import Pins
    from clinicdesk.desk.progress import Progress
    from clinicdesk.desk.registration import Registration
    from clinicdesk.desk.saved_views import SavedViews
    from clinicdesk.desk.schedule import Schedule
    from clinicdesk.desk.watch import Watch


class StoreParts:
    """What a desk does with an open store alone."""

    store: "Store"

    @cached_property
    def people(self) -> "People":
        """Who works here, and who did."""
        from clinicdesk.desk.people import People

        return People(self.store)

    @cached_property
    def pins(self) -> "Pins":
        """Whether who is at the desk is who they say they are."""
        from clinicdesk.desk.pins import Pins

        return Pins(self.store)

    @cached_property
    def drafts(self) -> "Drafts":
        """What is half typed."""
        from clinicdesk.desk.drafts import Drafts

        return Drafts(self.store)

    @cached_property
    def patients(self) -> "Registration":
        """Registering people and finding them."""
        from clinicdesk.desk.registration import Registration

        return Registration(self.store)

    @cached_property
    def history(self) -> "History":
        """What a person had booked, and has."""
        from clinicdesk.desk.history import History

        return History(self.store)

    @cached_property
    def progress(self) -> "Progress":
        """How people are getting on."""
        from clinicdesk.desk.progress import Progress

        return Progress(self.store)

    @cached_property
    def displaced(self) -> "DisplacedSessions":
        """The sessions that the hours no longer leave room for."""
        from clinicdesk.desk.displaced import DisplacedSessions

        return DisplacedSessions(self.store)

    @cached_property
    def equipping(self) -> "Equipping":
        """Devices, what needs them, and who gives what."""
        from clinicdesk.desk.equipping import Equipping

        return Equipping(self.store)

    @cached_property
    def schedule(self) -> "Schedule":
        """Days of the book as a calendar shows them."""
        from clinicdesk.desk.schedule import Schedule

        return Schedule(self.store)

    @cached_property
    def saved_views(self) -> "SavedViews":
        """How each person at the desk likes to look at the schedule."""
        from clinicdesk.desk.saved_views import SavedViews

        return SavedViews(self.store)

    @cached_property
    def watch(self) -> "Watch":
        """What other desks change meanwhile."""
        from clinicdesk.desk.watch import Watch

        return Watch(self.store)

    @cached_property
    def calendars(self) -> "Calendars":
        """Files for calendar programs."""
        from clinicdesk.desk.calendars import Calendars

        return Calendars(self.store)

    @cached_property
    def day_sheets(self) -> "DaySheets":
        """A day on paper, and a person's coming sessions."""
        from clinicdesk.desk.day_sheets import DaySheets

        return DaySheets(self.store)

    @cached_property
    def override_rates(self) -> "OverrideRates":
        """How often rules are overridden."""
        from clinicdesk.desk.override_rates import OverrideRates

        return OverrideRates(self.store)
