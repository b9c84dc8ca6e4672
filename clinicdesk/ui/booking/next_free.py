"""The next free times for the session type looked at, best first, with what the person can and wants."""

from datetime import date, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.slots import EVERY_DAY, Slot, SlotWish
from clinicdesk.desk.spoken_hours import read_clock
from clinicdesk.ui.counted import shown
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.enter_key import is_enter
from clinicdesk.ui.fields import Field, button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.pages import bring_into_view, scrolling
from clinicdesk.ui.stacking import stack, stacked
from clinicdesk.ui.style import SPACE, icon, set_role, text_factor
from clinicdesk.ui.when import clock_span, short_day

if TYPE_CHECKING:
    from clinicdesk.ui.booking.plan import BookingPlan
    from clinicdesk.ui.context import DeskContext

Index = QModelIndex | QPersistentModelIndex
_SHOWN = 12
_LEAST_HEIGHT, _ICON = 160, 18
_FAR = timedelta(days=7)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class _SlotList(QListWidget):
    """A list that leaves Enter, Escape and the figures to the view around it.

    Signals:
        reached: the keyboard is on another time.
    """

    reached = Signal()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell it once the list itself has scrolled there."""
        super().currentChanged(current, previous)
        self.reached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move by the arrows only."""
        if is_enter(event) or event.key() == Qt.Key.Key_Escape or event.text().isdigit():
            event.ignore()
        else:
            super().keyPressEvent(event)


class NextFreeView(QWidget):
    """A list that follows its filters as they are changed. Up and Down choose, Enter takes, Escape leaves.

    Signals:
        slot_taken(BookingRequest): this one is wanted.
        left: back to the day.
        earlier_requested: nothing is free soon; put the person on the waiting list.
    """

    slot_taken = Signal(object)
    left = Signal()
    earlier_requested = Signal()

    def __init__(self, context: "DeskContext", *, day_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plan: BookingPlan | None = None
        self._rows: tuple[QBoxLayout, ...] = ()
        self._filters = QWidget()
        self.slots: list[Slot] = []
        self.title = set_role(QLabel(), "heading")
        self.title.setWordWrap(True)
        self.back = button("Back to the day", role="quiet", icon="arrow-left", keys="Esc")
        self.therapist = QComboBox()
        # A long name must not make the list wider than its page.
        self.therapist.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.therapist.setMinimumContentsLength(6)
        self.weekdays = [self._day_button(place) for place in range(len(_DAYS))]
        self.first = DayPicker(context.today(), day_first=day_first, name="Not before")
        self.earliest, self.latest = QLineEdit(), QLineEdit()
        self.room = QCheckBox("With a free room")
        self.list = _SlotList()
        self.list.setAccessibleName("Next free times")
        # Qt reckons where words wrap without the room at their sides, and would cut the last word of a line.
        set_role(self.list, "wrapped").setWordWrap(True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.reached.connect(self._keep_in_sight)
        self.list.itemDoubleClicked.connect(lambda _item: self._take())
        self.none = set_role(QLabel(), "muted")
        self.none.setWordWrap(True)
        self.wait_button = button("Nothing sooner: put on the waiting list", role="link", icon="hourglass")
        self.wait_button.clicked.connect(self.earlier_requested)
        self.earliest_field = Field("From", self.earliest)
        self.latest_field = Field("Until", self.latest)
        for line, example in ((self.earliest, "08:00"), (self.latest, "17:30")):
            line.setPlaceholderText(example)
            line.textChanged.connect(lambda _text: self.search())
        self.therapist.activated.connect(lambda _index: self.search())
        self.first.day_chosen.connect(lambda _day: self.search())
        self.room.clicked.connect(lambda _checked: self.search())
        self.back.clicked.connect(self.left)
        self._lay_out()

    def show_plan(self, plan: "BookingPlan") -> None:
        """Search for the session type of a booking in the making, from its day on, and take the keyboard."""
        self._plan = plan
        self.first.set_today(self._context.today())
        self.first.set_day(max(plan.on, self._context.today()))
        self.therapist.clear()
        self.therapist.addItem("Any therapist", None)
        for member in plan.staff.values():
            if plan.offer is not None and member.gives(plan.offer.session_type.technique):
                self.therapist.addItem(member.name, member.id)
        self.therapist.setCurrentIndex(max(0, self.therapist.findData(plan.therapist_id)))
        self.search()
        self.list.setFocus()
        self._keep_in_sight()

    def search(self) -> None:
        """Find anew, by what the filters say."""
        plan, wish = self._plan, self._wish()
        if plan is None or wish is None:
            return
        self.slots = self._context.desk.next_free.find(wish, now=self._context.now(), count=_SHOWN)
        self.list.clear()
        for slot in self.slots:
            self.list.addItem(self._item(slot))
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self.slots))
        self.none.setVisible(not self.slots)
        soonest = self._context.local(self.slots[0].starts_at).date() if self.slots else date.max
        self.wait_button.setVisible(soonest - self._context.today() >= _FAR)
        name = plan.offer.session_type.name if plan.offer else ""
        self.title.setText(f"Next free for {name}")
        self.none.setText("Nothing fits within three months. Allow more days or hours, or any therapist.")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter takes the slot chosen, Escape goes back to the day; Up and Down reach the list from any filter."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif is_enter(event) and (self.list.hasFocus() or self._typing()):
            self._take()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.slots and not self.list.hasFocus():
            self.list.setFocus()
        elif event.text().isdigit() and self.list.hasFocus() and 1 <= int(event.text()) <= len(_DAYS):
            self.weekdays[int(event.text()) - 1].click()
        else:
            super().keyPressEvent(event)

    def _typing(self) -> bool:
        return self.earliest.hasFocus() or self.latest.hasFocus()

    def _take(self) -> None:
        row = self.list.currentRow()
        if self._plan is not None and 0 <= row < len(self.slots):
            key = new_key(self._context.now())
            self.slot_taken.emit(self.slots[row].request(key, self._plan.patient.id))

    def _wish(self) -> SlotWish | None:
        plan = self._plan
        if plan is None or plan.offer is None:
            return None
        earliest, latest = self._clock(self.earliest_field), self._clock(self.latest_field)
        if self.earliest_field.error or self.latest_field.error:
            return None
        chosen = frozenset(place for place, each in enumerate(self.weekdays) if each.isChecked())
        return SlotWish(
            patient_id=plan.patient.id,
            session_type_id=plan.offer.session_type.id,
            therapist_id=self.therapist.currentData(),
            room_id=plan.room_id,
            needs_room=self.room.isChecked(),
            first=self.first.day,
            weekdays=chosen or EVERY_DAY,
            earliest=earliest,
            latest=latest,
        )

    def _clock(self, field: Field) -> time | None:
        line = field.editor
        text = line.text().strip() if isinstance(line, QLineEdit) else ""
        try:
            read = read_clock(text) if text else None
        except ValueError as fault:
            field.set_error(str(fault))
            return None
        field.clear_error()
        return read

    def _item(self, slot: Slot) -> QListWidgetItem:
        zone = self._context.clinic.tz
        on: date = slot.starts_at.astimezone(zone).date()
        who = f"{before_more(slot.therapist.name)}{' (usual)' if slot.usual else ''}"
        when = f"{short_day(on)}, {clock_span(slot.starts_at, slot.ends_at, zone)}"
        more = [
            slot.room.name if slot.room else "",
            "held for the therapist" if slot.hold else "",
            f"leaves {slot.wasted_minutes} min unused" if slot.wasted_minutes else "",
        ]
        words = "  ·  ".join(filter(None, [when, who, *more]))
        counted = shown(slot.verdict, slot.renewal)
        item = QListWidgetItem(icon(counted.icon, counted.dress.code, self.list.iconSize().width()), words)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {counted.spoken}")
        item.setToolTip(f"{counted.spoken} (Enter takes it)")
        return item

    def _day_button(self, place: int) -> QPushButton:
        made = set_role(QPushButton(_DAYS[place]), "segment")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setToolTip(f"Only on the days chosen ({place + 1} in the list)")
        made.clicked.connect(lambda _checked: self.search())
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        who = QHBoxLayout()
        who.setSpacing(SPACE)
        for field, share in ((Field("Therapist", self.therapist), 3), (self.earliest_field, 1), (self.latest_field, 1)):
            field.editor.setMinimumWidth(6 * SPACE)
            who.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        days = QHBoxLayout()
        days.setSpacing(0)
        for half in (self.weekdays[:4], self.weekdays[4:]):
            part = QHBoxLayout()
            part.setSpacing(0)
            for each in half:
                part.addWidget(each)
            days.addLayout(part)
        days.addStretch(1)
        rest = QHBoxLayout()
        rest.setSpacing(SPACE)
        rest.addWidget(self.first, 1)
        rest.addWidget(self.room)
        filters = QVBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(SPACE)
        for row in (who, days, rest):
            filters.addLayout(row)
        content = QWidget()
        column = self._column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(top)
        column.addWidget(self._filters)
        column.addWidget(self.list, 1)
        column.addWidget(self.none)
        column.addWidget(self.wait_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(content))
        self._rows = (top, who, days, rest)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        """Where text is large, the filters fill the page: they stand below the times then, which have the keyboard."""
        self.list.setMinimumHeight(round(_LEAST_HEIGHT * text_factor()))
        side = round(_ICON * text_factor())
        self.list.setIconSize(QSize(side, side))
        self.first.show_steps(not stacked())
        stack(*self._rows)
        self._column.removeWidget(self._filters)
        self._column.insertWidget(self._column.count() - 1 if stacked() else 1, self._filters)
        day = self.first
        days = (day.previous_button, day.editor, day.next_button, day.today_button)
        filters = (self.therapist, self.earliest, self.latest, *self.weekdays, *days, self.room)
        times = (self.list, self.wait_button)
        for one, other in pairwise((self.back, *times, *filters) if stacked() else (self.back, *filters, *times)):
            QWidget.setTabOrder(one, other)

    def _keep_in_sight(self) -> None:
        """Scroll to the time the keyboard is on: the list is as high as the page lets it be, and may be cut."""
        item = self.list.currentItem()
        if item is not None and self.list.hasFocus():
            row = self.list.visualItemRect(item)
            bring_into_view(self.list, row.translated(self.list.viewport().pos()))
