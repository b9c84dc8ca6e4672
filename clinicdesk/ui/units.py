"""Numbers to set that say what they count."""

from PySide6.QtWidgets import QSpinBox


def say_unit(box: QSpinBox, one: str, many: str) -> None:
    """Let a number say what it counts, in the form that goes with it: ``1 day``, ``5 days``."""

    def follow(value: int) -> None:
        box.setSuffix(f" {one if value == 1 else many}")

    box.valueChanged.connect(follow)
    follow(box.value())
