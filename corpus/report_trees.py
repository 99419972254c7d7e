"""The check and difference reports as trees for other programs, printed as JSON."""

from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.checking import Check
from corpus.comparing import Difference
from corpus.tree import NO_TRANSLATIONS, plan_tree


def check_tree(check: Check, today: date) -> dict[str, Any]:
    """The plan's tree as the API gives it, with what the check says under `check`."""
    goals = [{"number": g.goal.number, "confidence": g.confidence} for g in check.goals]
    return plan_tree(check.plan, NO_TRANSLATIONS, today) | {
        "check": {
            "source": check.source,
            "counts": asdict(check.counts),
            "goals": goals,
            "suspicions": [asdict(suspicion) for suspicion in check.suspicions],
        }
    }


def diff_tree(difference: Difference) -> dict[str, Any]:
    """The changes in the order of the new version, and what each old reference has become."""
    return {
        "old": difference.old_version,
        "new": difference.new_version,
        "unchanged": difference.unchanged,
        "changes": [asdict(change) for change in difference.changes],
        "replaced_by": difference.pairs,
    }
