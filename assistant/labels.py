"""How elements are named in an answer: labels, headings, links and texts per language."""

from dataclasses import dataclass

from assistant.wording import say
from corpus.plan import Action, Element, Goal, Language, Plan, Section, kind_of, text_of
from corpus.translations import Translation
from index.generation import Content, IndexedPlan

# Finnish names that do not only get an "n", by their ends; the longest one that fits counts.
FINNISH_GENITIVES = {
    "helsinki": "helsingin", "turku": "turun", "tampere": "tampereen", "hanko": "hangon",
    "lahti": "lahden", "uusikaupunki": "uudenkaupungin", "uusikaarlepyy": "uudenkaarlepyyn",
    "kaupunki": "kaupungin", "järvi": "järven", "joki": "joen", "mäki": "mäen",
    "ranta": "rannan", "koski": "kosken", "saari": "saaren", "vesi": "veden", "niemi": "niemen",
    "salmi": "salmen", "lampi": "lammen", "e": "een", "parainen": "paraisten",
    "kauniainen": "kauniaisten", "kaskinen": "kaskisten", "nen": "sen", "kunta": "kunnan",
    "pelto": "pellon", "virta": "virran",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """An element with the plan and goal it stands in."""

    indexed: IndexedPlan
    element: Element
    goal: Goal | None

    @property
    def plan(self) -> Plan:
        """The plan the element belongs to."""
        return self.indexed.plan

    @property
    def is_area(self) -> bool:
        """Whether the goal is a priority area whose points are statements."""
        return bool(self.goal) and is_area(self.goal)

    def translation(self, ref: str | None = None) -> Translation | None:
        """The translation of the element, or of one of its meters."""
        return self.indexed.translations.by_ref.get(ref or self.element.ref)

    def text(self, language: Language) -> str:
        """The element's text in `language` where there is one, else as printed."""
        found = self.translation() if language != self.plan.info.language else None
        return found.text if found else text_of(self.element)


class Places:
    """Every element of a generation by its reference."""

    def __init__(self, content: Content) -> None:
        self.plans = {entry.plan.id: entry for entry in content.plans}
        self._places: dict[str, Place] = {}
        for entry in content.plans:
            for goal in entry.plan.goals:
                self._places[goal.ref] = Place(entry, goal, goal)
                for action in goal.actions:
                    self._places[action.ref] = Place(entry, action, goal)
            for section in entry.plan.sections:
                self._places[section.ref] = Place(entry, section, None)

    def __getitem__(self, ref: str) -> Place:
        return self._places[ref]

    def __contains__(self, ref: str) -> bool:
        return ref in self._places


def is_area(goal: Goal | None) -> bool:
    """Whether a goal holds statements rather than actions."""
    return goal is not None and all(action.kind == "statement" for action in goal.actions)


def genitive(plan: Plan, language: Language) -> str:
    """The municipality's name in the genitive."""
    name = plan.info.municipality[language]
    if language == "sv":
        return name if name.endswith(("s", "x", "z")) else f"{name}s"
    fitting = [end for end in FINNISH_GENITIVES if name.lower().endswith(end)]
    end = max(fitting, key=len, default="")
    stem = name[: len(name) - len(end)]
    form = FINNISH_GENITIVES.get(end, "n")
    return stem + (form if stem else form.capitalize())


def label(place: Place, language: Language) -> str:
    """The name of an element, such as "Esbo, mål 1, åtgärd 2"."""
    city = place.plan.info.municipality[language]
    match place.element:
        case Section():
            return say(language, "label.section", city=city, heading=heading(place, language))
        case Goal():
            key = "label.area" if place.is_area else "label.goal"
            return say(language, key, city=city, goal=place.element.number)
        case Action():
            key = "label.statement" if place.is_area else "label.action"
            number = place.element.ref.rpartition(".")[2]
            goal = place.goal.number if place.goal else ""
            return say(language, key, city=city, goal=goal, action=number)


def heading(place: Place, language: Language) -> str:
    """The title of the goal or section that the element stands under."""
    if isinstance(place.element, Section):
        found = place.translation() if language != place.plan.info.language else None
        return (found.heading if found else None) or place.element.heading
    return goal_title(place, language)


def goal_title(place: Place, language: Language) -> str:
    """The title of the element's goal in `language` where there is one."""
    if place.goal is None:
        return ""
    if language in place.goal.titles:
        return place.goal.titles[language]
    found = place.translation(place.goal.ref)
    return found.text if found else place.goal.title


def url(place: Place, language: Language) -> str:
    """The address of the element on its plan page."""
    return address(place.element.ref, language)


def address(ref: str, language: Language) -> str:
    """The address of what a reference names, on the page of its plan or of its version."""
    return f"/{language}/plans/{ref.replace('/', '#')}"


def kind(place: Place) -> str:
    """The kind as the API names it."""
    return kind_of(place.element)
