"""How much of a plan's true structure was read: F1 per field, items matched exactly."""

from collections import Counter

FIELDS = ("goals", "actions", "meters", "responsible", "schedule")


def true_items(truth):
    """The fields of a plan in the JSON shape of the fictional plans."""
    items = {field: Counter() for field in FIELDS}
    for goal in truth["goals"]:
        items["goals"][goal["number"], goal["title"]] += 1
        for action in goal["actions"]:
            text = action["text"]
            items["actions"][goal["number"], text] += 1
            for meter in action["meters"]:
                items["meters"][text, meter] += 1
            for field in ("responsible", "schedule"):
                if action.get(field):
                    items[field][text, action[field]] += 1
    return items


def read_items(structure):
    """The same fields of what was read."""
    goals = [
        {
            "number": goal.number,
            "title": goal.title,
            "actions": [
                {
                    "text": action.text,
                    "responsible": action.responsible,
                    "schedule": action.schedule,
                    "meters": [meter.text for meter in action.meters],
                }
                for action in goal.actions
            ],
        }
        for goal in structure.goals
    ]
    return true_items({"goals": goals})


def scores(structure, truth):
    """F1 per field; a field that is empty in both is 1."""
    expected, found = true_items(truth), read_items(structure)
    result = {}
    for field in FIELDS:
        right = sum((expected[field] & found[field]).values())
        total = sum(expected[field].values()) + sum(found[field].values())
        result[field] = 2 * right / total if total else 1.0
    return result
