"""How made-up plans look: columns, rules, goals, meters, pages and the order of drawing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """How a plan is drawn; `columns` are (kind, header, share of the width)."""

    name: str
    language: str
    seed: int
    columns: tuple
    goal: str = "heading"  # or "row", "merged"
    goal_format: str = "{number}. {title}"
    rules: str = "grid"  # or "rows", "none", "zebra", "header"
    meters: str = "gap"  # or "bullets", "lines"
    numbered: bool = False
    wide: bool = False
    font: str = "vera"
    size: float = 9
    repeat_header: bool = True
    split_rows: bool = False
    middle: bool = False
    order: str = "row"  # or "column", "word"
    running: bool = True
    hyphenate: bool = True
    padding: float = 4
    bold_header: bool = True
    extra_at: int | None = None  # a column of another kind
    rotate: int = 0
    intro: bool = True
    goals: int = 3
    empty: str = "–"
    missing: bool = False  # some cells are empty
    page_height: float | None = None


SV = {
    "goal": "Mål",
    "action": "Åtgärd",
    "responsible": "Ansvarig",
    "meter": "Mätare",
    "schedule": "Tidtabell",
    "number": "Nr",
    "other": "Anslag",
}
FI = {
    "goal": "Tavoite",
    "action": "Toimenpide",
    "responsible": "Vastuutaho",
    "meter": "Mittari",
    "schedule": "Aikataulu",
    "number": "Nro",
    "other": "Määräraha",
}
SHARES = {
    "goal": 2,
    "action": 3.4,
    "responsible": 2,
    "meter": 2.8,
    "schedule": 1.5,
    "number": 0.6,
    "other": 1.3,
}


def columns(language, kinds, **names):
    """The columns of a shape with their usual names, or others."""
    words = SV if language == "sv" else FI
    return tuple((kind, names.get(kind, words[kind]), SHARES[kind]) for kind in kinds.split())


SHAPES = (
    Shape(
        "grid_merged_goal_split_rows",
        "sv",
        1,
        columns("sv", "goal action responsible meter schedule"),
        goal="merged",
        split_rows=True,
        meters="lines",
    ),
    Shape(
        "rows_only_headings",
        "fi",
        2,
        columns("fi", "action responsible meter schedule"),
        rules="rows",
        goal_format="Tavoite {number}: {title}",
    ),
    Shape(
        "unruled_headings",
        "sv",
        3,
        columns("sv", "action meter responsible"),
        rules="none",
        goal_format="Mål {number}. {title}",
        padding=5,
    ),
    Shape(
        "unruled_landscape_schedule_first",
        "fi",
        4,
        columns("fi", "schedule action meter responsible"),
        rules="none",
        wide=True,
        goal_format="Tavoite {number}. {title}",
        padding=5,
    ),
    Shape(
        "zebra_goal_rows_bullets",
        "sv",
        5,
        columns(
            "sv",
            "action responsible schedule meter",
            action="Åtgärder",
            meter="Indikatorer",
            schedule="Tidsplan",
        ),
        rules="zebra",
        goal="row",
        goal_format="Mål {number}: {title}",
        meters="bullets",
    ),
    Shape(
        "grid_goal_rows_numbered",
        "fi",
        6,
        columns(
            "fi",
            "action meter responsible schedule",
            action="Toimenpiteet",
            meter="Mittarit",
            responsible="Vastuu-|taho",
            schedule="Aika-|taulu",
        ),
        goal="row",
        goal_format="{number}. {title}",
        numbered=True,
        meters="bullets",
    ),
    Shape(
        "narrow_number_column",
        "fi",
        7,
        columns("fi", "number action responsible meter schedule"),
        size=8,
        font="helvetica",
        goal_format="Painopiste {number}. {title}",
        split_rows=True,
    ),
    Shape(
        "merged_goal_landscape_other_column",
        "sv",
        8,
        columns("sv", "goal action meter other responsible schedule", meter="Mätare/uppföljning"),
        goal="merged",
        wide=True,
        meters="gap",
        font="times",
        size=10,
    ),
    Shape(
        "column_order_drawing",
        "sv",
        9,
        columns("sv", "meter action responsible"),
        order="column",
        goal_format="Mål {number} – {title}",
        meters="bullets",
    ),
    Shape(
        "word_by_word_middle",
        "fi",
        10,
        columns("fi", "action meter schedule responsible", responsible="Vastuutaho ja kumppanit"),
        order="word",
        middle=True,
        goal_format="Tavoite {number}. {title}",
    ),
    Shape(
        "no_repeated_header_split",
        "sv",
        11,
        columns("sv", "action responsible meter schedule"),
        goal="row",
        goal_format="Mål {number}. {title}",
        repeat_header=False,
        split_rows=True,
        meters="bullets",
    ),
    Shape(
        "header_rule_only_two_columns",
        "fi",
        12,
        columns("fi", "action meter"),
        rules="header",
        goal_format="Tavoite {number}. {title}",
        padding=5,
        font="helvetica",
        size=10,
    ),
    Shape(
        "rotated_pages_empty_cells",
        "sv",
        13,
        columns("sv", "action responsible meter schedule"),
        wide=True,
        rotate=90,
        missing=True,
        goal_format="Mål {number}. {title}",
    ),
    Shape(
        "rotated_back_merged_middle",
        "fi",
        14,
        columns("fi", "goal action meter responsible"),
        wide=True,
        rotate=270,
        goal="merged",
        missing=True,
        middle=True,
    ),
    Shape(
        "no_running_lines_small_font",
        "sv",
        15,
        columns(
            "sv",
            "responsible action meter schedule",
            responsible="Ansvarig instans",
            meter="Uppföljning",
        ),
        running=False,
        size=7.5,
        goal_format="Tyngdpunkt {number}: {title}",
        split_rows=True,
        page_height=520,
    ),
    Shape(
        "unnumbered_goal_headings",
        "fi",
        16,
        columns("fi", "action responsible meter schedule"),
        goal_format="{title}",
        rules="rows",
    ),
    Shape(
        "light_header_no_bold",
        "sv",
        17,
        columns("sv", "action meter schedule"),
        bold_header=False,
        rules="rows",
        goal_format="Mål {number}. {title}",
    ),
    Shape(
        "rows_only_merged_goal",
        "sv",
        18,
        columns("sv", "goal action responsible meter"),
        rules="rows",
        goal="merged",
        meters="lines",
        page_height=600,
    ),
)
