"""Which room a booking in the making is to have."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from clinicdesk.ui.booking.plan import BookingPlan


class RoomChoice(QComboBox):
    """The rooms of the clinic, and that one is given when the person comes.

    Signals:
        room_chosen(room_id or None): another room.
    """

    room_chosen = Signal(object)

    def __init__(self, on_arrival: str) -> None:
        """``on_arrival``: what stands for a room that is given when the person comes."""
        super().__init__()
        self._on_arrival = on_arrival
        self.setAccessibleName("Room")
        self.setToolTip("A room can also be given when the person arrives")
        self.activated.connect(lambda place: self.room_chosen.emit(self.itemData(place)))

    def show_rooms(self, plan: BookingPlan) -> None:
        """Offer the rooms there are, and show the one chosen, without telling anybody."""
        self.blockSignals(True)
        self.clear()
        self.addItem(self._on_arrival, None)
        for room in plan.rooms.values():
            self.addItem(room.name, room.id)
        self.setCurrentIndex(max(0, self.findData(plan.room_id)))
        self.blockSignals(False)
