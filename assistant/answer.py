"""What the assistant answers: an outcome, sentences and citations."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.plan import Kind, Language
from corpus.translations import Translation


class Outcome(StrEnum):
    """How a message ends; every one has its own wording in both languages."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    NOT_IN_PLANS = "not_in_plans"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFICATION = "clarification"
    GREETING = "greeting"
    CRISIS = "crisis"
    PERSONAL_DATA = "personal_data"
    UNSUPPORTED_LANGUAGE = "unsupported_language"


# The outcomes that carry citations; no other does.
CITING = frozenset({Outcome.ANSWERED, Outcome.PARTLY_ANSWERED})


@dataclass(frozen=True, slots=True)
class CitedPlan:
    """The plan of a citation, in the language of the answer."""

    id: str
    municipality: str
    title: str
    period: str
    ended: bool


@dataclass(frozen=True, slots=True)
class CitedMeter:
    """A meter of the cited action."""

    ref: str
    text: str
    translation: Translation | None


@dataclass(frozen=True, slots=True)
class Citation:
    """One element an answer rests on; `quote` is verbatim from the plan."""

    number: int
    ref: str
    kind: Kind
    label: str
    heading: str
    plan: CitedPlan
    quote: str
    quote_language: Language
    translation: Translation | None
    meters: tuple[CitedMeter, ...]
    page: int | None
    url: str
    responsible: str | None = None
    schedule: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one message."""

    outcome: Outcome
    language: Language
    sentences: tuple[str, ...]
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    about: str = ""
    conversation: str = ""
    generation: str = ""

    @property
    def text(self) -> str:
        """The whole answer as plain text."""
        return "\n".join(self.sentences)
