"""References with a version: ``espoo@2022-2025/2.3`` is a place in one period of a plan."""

from dataclasses import dataclass, replace

from corpus.plan import Action, Goal, Meter, Plan
from corpus.translations import Translations


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a reference; `years` and `place` may be empty."""

    plan: str
    years: str
    place: str

    @property
    def version(self) -> str:
        """The plan with its years, such as ``espoo@2022-2025``."""
        return f"{self.plan}@{self.years}" if self.years else self.plan

    @property
    def whole(self) -> str:
        """The reference as it is written."""
        return f"{self.version}/{self.place}" if self.place else self.version


def read_reference(ref: str) -> Reference:
    """The parts of ``plan``, ``plan/place``, ``plan@years`` or ``plan@years/place``."""
    version, _, place = ref.partition("/")
    plan, _, years = version.partition("@")
    return Reference(plan, years.replace("–", "-"), place)


def versioned_ref(ref: str, version: str) -> str:
    """The reference with the plan's version in front of its place."""
    return f"{version}/{read_reference(ref).place}"


def versioned(plan: Plan) -> Plan:
    """The same plan, its references bound to its version."""
    version = plan.info.version
    sections = tuple(
        replace(section, ref=versioned_ref(section.ref, version)) for section in plan.sections
    )
    goals = tuple(_versioned_goal(goal, version) for goal in plan.goals)
    return replace(plan, goals=goals, sections=sections)


def versioned_translations(translations: Translations, version: str) -> Translations:
    """The same translations, their references bound to a version."""
    return Translations(
        {versioned_ref(ref, version): found for ref, found in translations.by_ref.items()},
        tuple(versioned_ref(ref, version) for ref in translations.stale),
        tuple(versioned_ref(ref, version) for ref in translations.missing),
    )


def _versioned_goal(goal: Goal, version: str) -> Goal:
    actions = tuple(_versioned_action(action, version) for action in goal.actions)
    return replace(goal, ref=versioned_ref(goal.ref, version), actions=actions)


def _versioned_action(action: Action, version: str) -> Action:
    meters = tuple(Meter(versioned_ref(m.ref, version), m.text) for m in action.meters)
    return replace(action, ref=versioned_ref(action.ref, version), meters=meters)
