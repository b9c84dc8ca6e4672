"""Devices, and which sessions need one."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.desk.keys import new_key
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import Equipment
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Card, Field, button, side_by_side
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.settings.lists import GrowingList
from clinicdesk.ui.style import SPACE, IconLabel, set_role

_NOTHING = "Nothing"


class DeviceForm(QWidget):
    """What is asked about a device."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.kind = QLineEdit(), QComboBox()
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name_field = Field("Device", self.name, hint="As it is labelled, such as Ultrasound 1.")
        self.kind_field = Field("Kind", self.kind, hint="What sessions need; several devices may be of one kind.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(side_by_side([self.name_field, self.kind_field]))

    def show_kinds(self, kinds: list[str]) -> None:
        """Offer the kinds there are already; what is typed stays."""
        typed = self.kind.currentText()
        self.kind.clear()
        self.kind.addItems(kinds)
        self.kind.setCurrentText(typed)

    def device(self, key: str) -> Equipment:
        """What was typed, unchecked, under a key."""
        return Equipment(key, self.name.text().strip(), self.kind.currentText().strip())


class EquipmentSection(QWidget):
    """The devices with a form for one more, and below them what each session needs."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.form = DeviceForm()
        self.list = GrowingList(
            "device",
            context,
            lines=context.desk.equipping.devices,
            row=self._device_row,
            form=self.form,
            first=self.form.name,
            add=self._add,
            show_faults=self._show_faults,
        )
        self._shown: tuple[list[str], list[SessionType]] | None = None
        self.needs: dict[str, QComboBox] = {}
        self._need_rows = RuledList()
        needs = Card(margin=3 * SPACE)
        needs.column.addWidget(set_role(QLabel("What a session needs"), "heading"))
        needs.column.addLayout(self._need_rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(self.list)
        column.addWidget(needs)

    def refresh(self) -> None:
        """Read the records anew."""
        kinds, types = self._context.desk.equipping.kinds(), self._context.desk.clinic.session_types()
        self.list.refresh()
        if (kinds, types) != self._shown:
            self._shown = (kinds, types)
            self.form.show_kinds(kinds)
            self.needs = {}
            self._need_rows.show_lines(self._need_row(each, kinds) for each in types)

    def _add(self) -> str:
        now = self._context.now()
        added = self._context.desk.equipping.add(self.form.device(new_key(now)), actor=self._context.actor, now=now)
        self.form.name.clear()
        self.form.kind.setCurrentText("")
        self.form.name_field.clear_error()
        self.refresh()
        return added.name

    def _show_faults(self, faults: InvalidValues) -> None:
        self.form.name_field.set_error(faults.fields.get("name", ""))

    def _device_row(self, item: Equipment) -> QWidget:
        widget = QWidget()
        name, kind = QLabel(item.name), set_role(QLabel(item.kind if item.kind != item.name else ""), "muted")
        for label in (name, kind):
            label.setWordWrap(True)
        retire = button("Retire", role="quiet")
        retire.setToolTip("It is in use no more; sessions booked with it keep it until they are moved")
        retire.setAccessibleName(f"Retire: {item.name}")
        retire.clicked.connect(partial(self._retire, item))
        row = QHBoxLayout(widget)
        row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE + 4)
        row.addWidget(IconLabel("activity", "muted", 18))
        row.addWidget(name, 2)
        row.addWidget(kind, 1)
        row.addWidget(retire)
        return widget

    def _need_row(self, session_type: SessionType, kinds: list[str]) -> QWidget:
        widget = QWidget()
        box = QComboBox()
        box.addItem(_NOTHING, "")
        for kind in dict.fromkeys([*kinds, session_type.equipment_kind]):
            if kind:
                box.addItem(kind, kind)
        box.setCurrentIndex(max(0, box.findData(session_type.equipment_kind)))
        box.setAccessibleName(f"{session_type.name} needs")
        box.activated.connect(lambda _index: self._set_need(session_type, str(box.currentData())))
        self.needs[session_type.id] = box
        name = QLabel(session_type.name)
        name.setWordWrap(True)
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, SPACE // 2, 0, SPACE // 2)
        row.addWidget(name, 1)
        row.addWidget(box, 1)
        return widget

    def _retire(self, item: Equipment, _checked: bool = False) -> None:
        context = self._context
        try:
            context.desk.equipping.retire(item, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        context.messages.info(f"{item.name} was retired.")
        self.form.name.setFocus()
        self.refresh()

    def _set_need(self, session_type: SessionType, kind: str) -> None:
        context = self._context
        try:
            context.desk.equipping.set_need(session_type, kind, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        context.messages.info(f"{session_type.name} needs: {kind or _NOTHING.lower()}.")
