"""What every page of the window has in common."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.style import SPACE, set_role

KeyHelp = tuple[str, str]
"""A key as it is printed on the keyboard, and what it does: ``("Ctrl+Enter", "Save")``."""


class Page(QWidget):
    """A page of the window: a header, then its content, in ``column``.

    A page never reaches for the window: it tells what happened through signals, which the
    window wires.

    Signals:
        closed: the person is done here; the window goes back to where they came from.
    """

    closed = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        set_role(self, "page")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(3 * SPACE, 2 * SPACE + 4, 3 * SPACE, 2 * SPACE)
        self.column.setSpacing(2 * SPACE)
        context.records_changed.connect(self._follow_records)

    def page_shown(self) -> None:
        """Called each time the page comes to the front: read what may have changed, place the keyboard."""

    def page_left(self) -> None:
        """Called each time the page goes to the back, and before the program ends: keep what was typed."""

    def records_changed(self) -> None:
        """Called while the page is in front and something on file was changed behind it: read it anew.

        What is being typed, the selection and the scroll position stay.
        """

    def undo(self) -> None:
        """Take back the last deed at the desk; a page where something is being typed takes back that first."""
        self.context.undoing.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self.context.undoing.redo()

    def print_current(self) -> None:
        """Print what is in front; asked for by Ctrl+P and by the command box."""
        self.context.messages.info("There is nothing to print here. Open a session, then print its sheet.")

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page for the overlay of F1, besides the window's own."""
        return ()

    def _follow_records(self) -> None:
        # A page at the back reads anew when it is shown.
        if self.isVisible():
            self.records_changed()


def scrolling(content: QWidget) -> QScrollArea:
    """A column that scrolls when the window is too low for it, never sideways, without a frame."""
    set_role(content, "scrolled")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def bring_into_view(widget: QWidget, part: QRect | None = None) -> None:
    """Scroll whatever a widget lies in so far that it is in sight, or a part of it.

    What has just been opened is laid out first, so that there is something to scroll to.
    """
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    content = area.widget() if isinstance(area, QScrollArea) else None
    if not isinstance(area, QScrollArea) or content is None:
        return
    layout = content.layout()
    if layout is not None:
        layout.activate()
        wide = content.width()
        high = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        content.resize(wide, max(high, area.viewport().height()))
    rect = part if part is not None else widget.rect()
    top = widget.mapTo(content, rect.topLeft()).y()
    half = min(rect.height(), area.viewport().height() - 2 * SPACE) // 2
    area.ensureVisible(0, top + half, 0, half + SPACE)
