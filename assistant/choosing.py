"""Which elements an answer cites: the best ones, from each city when several are asked about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.following import Topic
from assistant.knowledge import Knowledge
from assistant.lexicon import Reading, bare_word, is_in
from corpus.plan import Language
from index.search import Found, Hit, Query

MOST_CITED = 3
SEARCHED = 12
# Hits further behind the best one than this (in log-odds) are not cited.
CITED_WITHIN = 3.0
# What an element of the last answer gains when the message points back to it.
LEANING_GAIN = 1.5
# A plan says nothing about a matter when its best hit is weaker than this and so far behind the
# other plan's. Of held-out bank questions, this is so for 0.2 % of the plans that they are about
# and for 43 % of the others.
WEAK = 9.0
FAR_BEHIND = 4.0
# The same for the last topic asked of another plan, which is searched in longer words: of 18 such
# questions those that the other plan has something on scored 8.6 and more, the others 6.7 and less.
WEAK_AGAIN = 7.5
CLAUSE_END = re.compile(r"[,;:?]|\b(?:och|men|samt|medan|ja|sekä|mutta|entä)\b")


@dataclass(frozen=True, slots=True)
class Chosen:
    """References to cite, best first, and the plans that were asked about but say nothing.

    When no plan asked about says anything, `instead` are the hits in others that do.
    """

    refs: tuple[str, ...]
    silent: tuple[str, ...] = ()
    instead: tuple[Hit, ...] = ()


class Chooser:
    """Searches for a message and chooses among the hits."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def searchable(self, text: str) -> str:
        """The text without the names of cities and the words that only ask for a comparison."""
        bare = self._knowledge.cities.without_names(text)
        kept = [word for word in bare.split() if not is_in(bare_word(word), "compare")]
        return " ".join(kept) if len(kept) > 1 else bare

    def search(self, text: str, plans: tuple[str, ...], language: Language) -> Found:
        """What is found for a searchable text in some plans, or in all."""
        asks_meter = Reading.of(text).has("meter")
        return self._knowledge.search.search(Query(text, language, plans, asks_meter), SEARCHED)

    def choose(self, hits: Sequence[Hit], topic: Topic, language: Language) -> Chosen:
        """What to cite of the hits of a topic."""
        reading = Reading.of(topic.text)
        named = self._knowledge.cities.named(reading)
        compares = reading.has("compare")
        if len(topic.plans or named) > 1 or (compares and not topic.plans):
            return self._from_each(topic, named, language)
        instead = self._better_elsewhere(hits, topic, language)
        if instead:
            return Chosen((), topic.plans, instead)
        scores = {
            hit.ref: hit.score + (LEANING_GAIN if hit.ref in topic.leaning else 0) for hit in hits
        }
        ranked = sorted(scores, key=lambda ref: -scores[ref])
        near = [ref for ref in ranked if scores[ref] >= scores[ranked[0]] - CITED_WITHIN]
        return Chosen(tuple(near[:MOST_CITED]))

    def _better_elsewhere(
        self, hits: Sequence[Hit], topic: Topic, language: Language
    ) -> tuple[Hit, ...]:
        """The hits in all plans when others tell what the one asked about does not."""
        if not topic.plans or topic.carried > topic.again or hits[0].score >= _weak(topic):
            return ()
        everywhere = self.search(self.searchable(topic.text), (), language).hits
        return everywhere if everywhere[0].score - FAR_BEHIND > hits[0].score else ()

    def _from_each(self, topic: Topic, named: tuple[str, ...], language: Language) -> Chosen:
        """The best element of each city asked about, then the next best of all."""
        plans = topic.plans or named or tuple(plan.id for plan in self._knowledge.plans)
        found = {
            plan: self.search(self.searchable(text), (plan,), language).hits
            for plan, text in self._clauses(topic.text, plans)
        }
        best = max(hits[0].score for hits in found.values())
        silent = tuple(
            plan
            for plan, hits in found.items()
            if hits[0].score < min(_weak(topic), best - FAR_BEHIND)
        )
        telling = [hits for plan, hits in found.items() if plan not in silent]
        further = sorted((hits[1] for hits in telling if len(hits) > 1), key=lambda h: -h.score)
        refs = dict.fromkeys([*(hits[0].ref for hits in telling), *(hit.ref for hit in further)])
        return Chosen(tuple(refs), silent)

    def _clauses(self, text: str, plans: Sequence[str]) -> list[tuple[str, str]]:
        """For each plan the part of a message that is about it; all of it when it names none."""
        parts = CLAUSE_END.split(text)
        found = []
        for plan in plans:
            own = [p for p in parts if self._knowledge.cities.named(Reading.of(p)) == (plan,)]
            enough = " ".join(own) if own and all(len(p.split()) > 3 for p in own) else text
            found.append((plan, enough))
        return found


def _weak(topic: Topic) -> float:
    return WEAK_AGAIN if topic.again else WEAK
