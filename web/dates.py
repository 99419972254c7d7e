"""Days as people in Finland write them."""

from datetime import date


def day_in_figures(day: date) -> str:
    """The day, month and year in figures: ``21.11.2026``."""
    return f"{day.day}.{day.month}.{day.year}"
