"""One generation made ready to answer from: everything that depends on the index, together."""

from dataclasses import dataclass
from functools import cached_property

from assistant.cities import Cities
from assistant.labels import Places
from assistant.language import LanguageDetector
from assistant.scope import Scope
from assistant.structure import Structure
from assistant.suggesting import Suggestions
from corpus.plan import Plan
from index.encoder import Encoder
from index.generation import Content
from index.search import HybridSearch
from index.spelling import Speller


@dataclass(frozen=True)
class Knowledge:
    """What the assistant knows while one generation is current; never changes.

    What `content` leaves unread is taken over from what was known `before`.
    """

    content: Content
    encoder: Encoder
    generation: str
    before: "Knowledge | None" = None

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The plans in the order of the index."""
        return tuple(entry.plan for entry in self.content.plans)

    @cached_property
    def search(self) -> HybridSearch:
        """The search over this generation."""
        return HybridSearch(
            self.content, self.encoder, before=self.before.search if self.before else None
        )

    @cached_property
    def places(self) -> Places:
        """Every element by its reference."""
        return Places(self.content)

    @cached_property
    def cities(self) -> Cities:
        """The names of the municipalities."""
        return Cities(self.plans)

    @cached_property
    def scope(self) -> Scope:
        """The router of messages that are not for the plans."""
        return Scope(self.content, self.before.scope if self.before else None)

    @cached_property
    def structure(self) -> Structure:
        """The answers from the plans' trees."""
        return Structure(
            self.content.plans, self.places, self.cities, Speller(self.content.words.vocabulary)
        )

    @cached_property
    def suggestions(self) -> Suggestions:
        """The questions to suggest."""
        return Suggestions(self.content.suggested, self.places)

    @cached_property
    def detector(self) -> LanguageDetector:
        """The language detector, with the words of the plans and banks as a cue."""
        return LanguageDetector(self.content.own_words)

    def prepare(self) -> "Knowledge":
        """Make every part now, so that no question waits for it.

        What the searches were made of is let go: 25 MB for two plans, and with it the knowledge
        before.
        """
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        object.__setattr__(self, "content", self.content.without_searched())
        object.__setattr__(self, "before", None)
        return self
