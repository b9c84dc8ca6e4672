"""What can be done in the window by name and by key, and the pages on its rail."""

from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.ui.calls_notice import CALLS_KEYS
from clinicdesk.ui.panel.way_in import DECIDE_KEYS
from clinicdesk.ui.shell.commands import Command
from clinicdesk.ui.shell.freed_notice import FREED_KEYS
from clinicdesk.ui.shell.rail import Entry
from clinicdesk.ui.undoing import REDO_KEYS, UNDO_KEYS

if TYPE_CHECKING:
    from clinicdesk.ui.shell.window import MainWindow
    from clinicdesk.ui.style import Style

ENTRIES = (
    Entry("today", "Today", "calendar-days"),
    Entry("schedule", "Schedule", "calendar-range"),
    Entry("patients", "Patients", "users"),
    Entry("waiting", "Waiting list", "hourglass"),
    Entry("follow_up", "Follow-up", "phone-call"),
    Entry("settings", "Settings", "settings", foot=True),
)
"""In the order of their keys; a page to come takes its place here and in ``page_stack.PAGES``."""


def commands_of(window: "MainWindow", style: "Style") -> tuple[Command, ...]:
    """The commands of a window, as the command box offers them."""
    flows = window.flows
    pages = [
        Command(f"Go to {entry.words}", entry.icon, partial(window.show_page, entry.name), f"Ctrl+{place}")
        for place, entry in enumerate(ENTRIES, start=1)
    ]
    return (
        Command("New person", "user-plus", flows.register, "Ctrl+N", "patient register add"),
        Command("Book a session", "calendar-plus", flows.book_in_focus, "Ctrl+B", "appointment new", flows.book_for),
        Command("Next free", "calendar-check", flows.next_free_in_focus, "", "slot time soonest", flows.next_free_for),
        Command(
            "Wait for a time",
            "hourglass",
            flows.waiting.in_focus,
            "",
            "waiting list earlier sooner asap",
            flows.waiting.for_person,
        ),
        Command("Freed times", "users", flows.waiting.see_freed, FREED_KEYS, "waiting list who could come earlier"),
        Command("Intake", "clipboard-list", flows.intake_in_focus, "Ctrl+I", "questions answers ask", flows.intake_for),
        Command(
            "Walk-in",
            "footprints",
            flows.ask_walk_in,
            also="without booking",
            for_person=flows.walk_in_for,
            for_new=flows.register_walk_in,
        ),
        Command(
            "Calls", "phone-call", partial(flows.referring.show_list, "Calls"), CALLS_KEYS, "call list verdict changed"
        ),
        Command("Referral", "octagon-alert", flows.referring.show_case, "", "letter doctor hospital outcome told"),
        Command("Print", "printer", flows.print_current, "Ctrl+P", "visit sheet paper"),
        Command("Print day sheet…", "printer", flows.show_day_sheet, "Ctrl+Shift+P", "paper list therapist room"),
        Command("Appointment card", "contact", flows.cards_in_focus, "", "print paper next", flows.cards_for),
        Command("Write the downtime sheets now", "save", window.downtime.write_now, "", "folder pdf backup paper days"),
        Command("Undo", "undo-2", flows.undo, UNDO_KEYS, "take back", told=window.context.undoing.next_undo),
        Command("Redo", "redo-2", flows.redo, REDO_KEYS, "do again", told=window.context.undoing.next_redo),
        Command(
            "Hours and absences", "calendar-x", flows.show_hours, "", "leave ill sick away closed holiday time off"
        ),
        Command("Rule bench", "pencil", flows.show_rule_bench, "", "rules edit publish version sources"),
        *pages,
        Command("Suitability panel", "panel-right", window.toggle_panel, "F9", "show hide"),
        Command("Decide at the panel", "check", window.decide, DECIDE_KEYS, "clear clearance rule lift therapist"),
        Command("Lock", "lock", window.locking.lock, "Ctrl+L", "leave away hide sign out"),
        Command("Dark or light", "sun-moon", style.toggle_dark, "", "mode theme appearance night"),
        Command("Keys that work here", "keyboard", window.show_keys, "F1", "help shortcuts"),
    )
