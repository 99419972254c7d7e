"""Plans by the name in an address: an id such as espoo, or a version such as espoo@2022-2025."""

from collections.abc import Iterable

from corpus.plan import Plan


def find_plan(name: str, plans: Iterable[Plan]) -> Plan | None:
    """The plan of that id or version, the newest one first."""
    newest = sorted(plans, key=lambda plan: -plan.info.last_year)
    wanted = (plan for plan in newest if name in (plan.id, plan.info.version))
    return next(wanted, None)
