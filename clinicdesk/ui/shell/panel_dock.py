"""Where the suitability panel stands: beside the page, or over it where the window is narrow."""

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinicdesk.ui.counted import Shown
from clinicdesk.ui.fields import key_text
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.style import SPACE, set_icon, set_role, text_factor

NARROW = 1100
"""Below this width of the window the panel no longer takes room from the page."""
_WIDTH = 360
_TAB = 44
_OPEN = "window/panel_open"


class PanelDock(QWidget):
    """The panel or, while it is away, a tab at the right edge that still shows the verdict.

    In a wide window the panel stands beside the page and stays as the person left it. In a
    narrow one it starts as the tab and, when asked for, lies over the page until sent away.
    """

    def __init__(self, panel: QWidget, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self.panel = panel
        self._settings = settings
        self._window = window
        self._over = QFrame(window)
        set_role(self._over, "panel")
        self._over.hide()
        self.tab = _tab()
        self.tab.clicked.connect(self.toggle)
        edge = set_role(QFrame(), "panel")
        strip = QVBoxLayout(edge)
        strip.setContentsMargins(5, SPACE + 4, 5, SPACE)
        strip.addWidget(self.tab)
        strip.addStretch(1)
        self._strip = edge
        holders: tuple[QWidget, QWidget] = (self._over, self)
        self._columns = {holder: _bare_column(holder) for holder in holders}
        self._columns[self].addWidget(self._strip)
        self._columns[self].addWidget(panel)
        self._wanted = settings.value(_OPEN, "true") in {"true", True}
        self._narrow = False
        self._over_open = False
        self._came_from: QWidget | None = None
        self._opened_to_enter = False
        window.installEventFilter(self)
        self.arrange()

    @property
    def is_open(self) -> bool:
        """Whether the whole panel is in sight."""
        return self._over_open if self._narrow else self._wanted

    def toggle(self) -> None:
        """Show the panel, or send it to the edge."""
        if self._narrow:
            self._over_open = not self._over_open
        else:
            self._wanted = not self._wanted
            self._settings.setValue(_OPEN, "true" if self._wanted else "false")
        self.arrange()

    def enter(self, stop: QWidget) -> None:
        """Bring the keyboard to something in the panel, which comes into sight; ``leave`` leads back."""
        here = QApplication.focusWidget()
        if here is None or not self.panel.isAncestorOf(here):
            self._came_from, self._opened_to_enter = here, not self.is_open
        if not self.is_open:
            self.toggle()
        bring_into_view(stop)
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> bool:
        """Lead the keyboard back to where it was before ``enter``; whether it was in the panel by that."""
        here, back = QApplication.focusWidget(), self._came_from
        if back is None or not isValid(back) or here is None or not self.panel.isAncestorOf(here):
            return False
        self._came_from = None
        if not back.isVisible():
            return False
        back.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._opened_to_enter and self.is_open:
            self.toggle()
        return True

    def close_over(self) -> bool:
        """Send away a panel that lies over the page; whether there was one."""
        was_open = self._narrow and self._over_open
        if was_open:
            self.toggle()
        return was_open

    def show_verdict(self, counted: Shown | None) -> None:
        """Let the tab say the verdict while the panel is away."""
        name, role = (counted.icon, counted.dress.code) if counted is not None else ("panel-right-open", "muted")
        words = f"Suitability: {counted.spoken}" if counted is not None else "Suitability"
        set_icon(self.tab, name, role, 22)
        self.tab.setToolTip(f"{words} ({key_text('F9')})")
        self.tab.setAccessibleName(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Move with the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.arrange()
        return super().eventFilter(watched, event)

    def arrange(self) -> None:
        """Put the panel where the width of the window and the size of text allow."""
        self._strip.setFixedWidth(round(_TAB * text_factor()))
        self.panel.setFixedWidth(round(_WIDTH * text_factor()))
        narrow = self._window.width() < round(NARROW * text_factor())
        if narrow != self._narrow:
            self._narrow, self._over_open = narrow, False
        holder: QWidget = self._over if self._narrow else self
        if self.panel.parentWidget() is not holder:
            self._columns[holder].addWidget(self.panel)
        self._strip.setVisible(self._narrow or not self._wanted)
        self.panel.setVisible(self.is_open)
        self._over.setVisible(self._narrow and self._over_open)
        if self._over.isVisible():
            left = self.x() - self.panel.width() if self.x() else self._window.width() - _TAB - self.panel.width()
            self._over.setGeometry(left, self.y(), self.panel.width(), self.height())
            self._over.raise_()


def _bare_column(holder: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _tab() -> QPushButton:
    tab = set_role(QPushButton(), "tool")
    tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(tab, "panel-right-open", "muted", 22)
    tab.setAccessibleName("Suitability")
    tab.setToolTip(f"Suitability ({key_text('F9')})")
    return tab
