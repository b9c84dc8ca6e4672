"""Every colour and measure the window uses, by what it is for."""

from dataclasses import dataclass

from clinicdesk.domain.suitability import Verdict

SPACE = 8
"""The grid: gaps and margins are multiples of it, halves where two things belong together."""

RADIUS = 6
CONTROL_HEIGHT = 32

DETAIL, BODY, HEADING, TITLE = 12, 14, 16, 22
"""The four sizes of type, in pixels at 96 dots per inch and 100 % text."""

POINTS_PER_PIXEL = 0.75
"""Type is set in points, so that it grows with the system's own scaling."""

HAND_OVER = 18
"""Body text on a page the patient reads."""

REGULAR, STRONG = 400, 600


@dataclass(frozen=True, slots=True)
class VerdictColours:
    """How one verdict is written: dark or light ink on its own tint."""

    ink: str
    tint: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme.

    Attributes:
        window, surface: the ground, and what lies on it (cards, fields, tables).
        rail: the ground of the left rail and the bars.
        line: separators; never the only border of something to click.
        outline: borders of controls, at least 3:1 against the surface.
        hover, pressed: the ground of something quiet under the pointer.
        selection: the ground of a chosen row.
        accent, accent_hover, accent_pressed, on_accent: the one colour of action, and text on it.
        error, error_tint: something typed that cannot be stored.
        info_tint, warning, warning_tint: the other banners.
        shadow: under a floating list; alpha first.
    """

    name: str
    window: str
    surface: str
    rail: str
    line: str
    outline: str
    text: str
    muted: str
    hover: str
    pressed: str
    selection: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    error: str
    error_tint: str
    warning: str
    warning_tint: str
    info_tint: str
    massage: str
    physical_therapy: str
    shadow: str
    verdicts: dict[Verdict, VerdictColours]


LIGHT = Tokens(
    name="light",
    window="#F6F7F9",
    surface="#FFFFFF",
    rail="#EDF0F3",
    line="#DDE1E7",
    outline="#858F9E",
    text="#1B2430",
    muted="#566272",
    hover="#E7EBEF",
    pressed="#DADFE5",
    selection="#DCEEEF",
    accent="#1F6F78",
    accent_hover="#195D65",
    accent_pressed="#144C53",
    on_accent="#FFFFFF",
    error="#B3261E",
    error_tint="#FDECEA",
    warning="#7A5200",
    warning_tint="#FFF4D6",
    info_tint="#E3F1F2",
    massage="#7B4FA3",
    physical_therapy="#1F6F78",
    shadow="#301B2430",
    verdicts={
        Verdict.REFER_URGENTLY: VerdictColours("#8E1038", "#FCE8EE"),
        Verdict.NOT_SUITABLE: VerdictColours("#A63A00", "#FDEDE3"),
        Verdict.NEEDS_CLINICIAN_REVIEW: VerdictColours("#7A5200", "#FFF4D6"),
        Verdict.SUITABLE_WITH_PRECAUTIONS: VerdictColours("#14549C", "#E6F0FB"),
        Verdict.SUITABLE: VerdictColours("#1B6B3A", "#E6F5EB"),
    },
)

DARK = Tokens(
    name="dark",
    window="#15191F",
    surface="#1D232B",
    rail="#101419",
    line="#323B47",
    outline="#77828F",
    text="#E8ECF1",
    muted="#A3AEBC",
    hover="#272F39",
    pressed="#313B47",
    selection="#1D3A3E",
    accent="#5CC0C7",
    accent_hover="#7ACDD3",
    accent_pressed="#97D9DD",
    on_accent="#0E1A1C",
    error="#FFB4AB",
    error_tint="#3F1A17",
    warning="#F2CC6B",
    warning_tint="#352B10",
    info_tint="#16343A",
    massage="#C3A1E8",
    physical_therapy="#5CC0C7",
    shadow="#80000000",
    verdicts={
        Verdict.REFER_URGENTLY: VerdictColours("#FF9DB8", "#3D1622"),
        Verdict.NOT_SUITABLE: VerdictColours("#FFB088", "#3B2113"),
        Verdict.NEEDS_CLINICIAN_REVIEW: VerdictColours("#F2CC6B", "#352B10"),
        Verdict.SUITABLE_WITH_PRECAUTIONS: VerdictColours("#93C3FA", "#14283F"),
        Verdict.SUITABLE: VerdictColours("#8AD9A5", "#12301D"),
    },
)
