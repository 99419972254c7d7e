"""The assistant: one message in, one answer out, step by step."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Citation, Outcome
from assistant.choosing import MOST_CITED, Chooser
from assistant.citing import cite
from assistant.composing import compose, untold_matters
from assistant.conversation import Conversation, TokenSigner
from assistant.crisis import crisis_reply, is_crisis
from assistant.following import Follower, Topic
from assistant.grounding import grounded
from assistant.knowledge import Knowledge
from assistant.labels import Place, genitive, label
from assistant.language import asked_language, without_language_request
from assistant.lexicon import Reading
from assistant.personal_data import has_content, mask
from assistant.plan_view import StructureAnswer
from assistant.question import Question
from assistant.refusing import Refusals
from assistant.scope import OTHER_MUNICIPALITIES
from assistant.wording import say
from corpus.plan import Language, Section

MARKUP = re.compile(r"<(script|style)\b[^<>]{0,500}>[^<]{0,500}</\1>|<[^<>]{0,500}>", re.IGNORECASE)
PART_END = re.compile(r"(?<=[.!?;…])\s+")


@dataclass(frozen=True, slots=True)
class _Turn:
    """What is known about a message before it is answered.

    `switched` says that it asked for the other language besides.
    """

    text: str
    language: Language
    question: Question
    last: Conversation
    notices: tuple[str, ...]
    switched: bool = False


class Assistant:
    """Answers messages from one generation of the index."""

    def __init__(
        self, knowledge: Knowledge, signer: TokenSigner, today: Callable[[], date] = date.today
    ) -> None:
        self.knowledge = knowledge
        self._signer = signer
        self._today = today
        self._follower = Follower(knowledge)
        self._refusals = Refusals(knowledge)
        self._chooser = Chooser(knowledge)

    def answer(self, question: Question) -> Answer:
        """The answer to a message; the same message and conversation give the same answer."""
        last = self._signer.read(question.conversation)
        answer, state = self._reply(question, last)
        token = self._signer.sign(state)
        return replace(answer, conversation=token, generation=self.knowledge.generation)

    def _reply(self, question: Question, last: Conversation) -> tuple[Answer, Conversation]:
        text = " ".join(MARKUP.sub(" ", question.text).split()) or question.text
        masked = mask(text)
        detected = self.knowledge.detector.detect(masked.text, question.page_language)
        language = asked_language(masked.text) or detected.reply_in
        if Reading.of(masked.text).is_all("yes"):
            # "ja" is a word of both languages: it goes on in the one spoken before.
            language = last.language or question.page_language
        if is_crisis(masked.text):
            return Answer(Outcome.CRISIS, language, crisis_reply(language)), Conversation()
        notices = ("personal_data_removed",) if masked.kinds else ()
        if masked.kinds and not has_content(masked.text):
            sentence = say(language, "outcome.personal_data")
            return Answer(Outcome.PERSONAL_DATA, language, (sentence,), notices=notices), last
        rest = without_language_request(masked.text)
        text = rest or masked.text
        switched = text != masked.text
        turn = _Turn(text, language, question, last, notices, switched)
        if not rest and last.refs and all(ref in self.knowledge.places for ref in last.refs):
            # Nothing but "och på finska?": the same once more, in the other language.
            return self._from_elements(turn, Topic(text, last.plans, carried=True), last.refs)
        if detected.language in ("en", "other"):
            return self._refusals.unsupported(text, language, notices), last
        return self._answer_turn(turn)

    def _answer_turn(self, turn: _Turn) -> tuple[Answer, Conversation]:
        topic = self._follower.resolve(
            turn.text, turn.question.plans, turn.last, turn.language, switched=turn.switched
        )
        if topic.elements:
            of_goal = self.knowledge.structure.of_goal(topic.elements[0], turn.text, turn.language)
            if of_goal:
                return self._from_structure(turn, topic, of_goal)
            return self._from_elements(turn, topic, topic.elements)
        if topic.again:
            return self._from_search(turn, topic)
        structure = self.knowledge.structure
        points = structure.points_named(topic.text, topic.plans)
        if points:
            return self._from_elements(turn, topic, points)
        asked = topic.asked or structure.read(topic.text)
        structural = structure.reply(asked, topic.plans, turn.language)
        if structural:
            return self._from_structure(turn, topic, structural)
        return self._from_search(turn, topic)

    def _from_structure(
        self, turn: _Turn, topic: Topic, reply: StructureAnswer
    ) -> tuple[Answer, Conversation]:
        shown = turn.language
        places = [self.knowledge.places[ref] for ref in reply.refs]
        today = self._today()
        citations = tuple(
            cite(number, place, shown, self._focus(place, turn.text, shown), today)
            for number, place in enumerate(places, start=1)
        )
        plans = tuple(dict.fromkeys(place.plan.id for place in places))
        lines = [*reply.sentences, *self._closing(citations, shown)]
        if topic.elements:
            lines.insert(0, say(shown, "answer.about", label=label(places[0], shown)))
        answer = Answer(
            Outcome.ANSWERED,
            shown,
            tuple(lines),
            citations,
            self.knowledge.suggestions.about(reply.listed or reply.refs, shown, 3),
            (*turn.notices, *_period_notice(citations)),
            about=label(places[0], shown) if topic.elements else "",
        )
        suggested = answer.suggestions
        state = Conversation(reply.refs, plans, reply.listed, suggested, shown, reply.asked)
        return answer, state

    def _from_elements(
        self,
        turn: _Turn,
        topic: Topic,
        refs: Sequence[str],
        further: Sequence[str] = (),
        silent: Sequence[str] = (),
    ) -> tuple[Answer, Conversation]:
        """The answer that cites just these elements, best first; `silent` plans say nothing."""
        language, today = turn.language, self._today()
        places = [self.knowledge.places[ref] for ref in refs[:MOST_CITED]]
        focuses = [self._focus(place, topic.text, language) for place in places]
        citations = tuple(
            cite(number, place, language, focus, today)
            for number, (place, focus) in enumerate(zip(places, focuses, strict=True), start=1)
        )
        reading = Reading.of(turn.text)
        lines = compose(
            places,
            citations,
            focuses,
            language,
            asks_meter=reading.has("meter"),
            asks_responsible=reading.has("responsible"),
        )
        lines = grounded(lines, citations, [genitive(place.plan, language) for place in places])
        if not lines:
            return self._refusals.not_in_plans(turn.text, topic, language, (), turn.notices)
        for plan in silent:
            city_of = genitive(self.knowledge.places.plans[plan].plan, language)
            lines.append(say(language, "answer.silent", city_of=city_of))
        untold = untold_matters(turn.text, citations)
        for name in untold:
            matter = say(language, f"matter.{name}")
            lines.append(say(language, "answer.unspecified", matter=matter))
        if topic.carried:
            lines.insert(0, say(language, "answer.about", label=label(places[0], language)))
        answer = Answer(
            Outcome.PARTLY_ANSWERED if untold else Outcome.ANSWERED,
            language,
            (*lines, *self._closing(citations, language)),
            citations,
            self.knowledge.suggestions.following(refs, further, language),
            (*turn.notices, *_period_notice(citations)),
            about=label(places[0], language) if topic.carried else "",
        )
        plans = tuple(dict.fromkeys(place.plan.id for place in places))
        cited = tuple(citation.ref for citation in citations)
        return answer, Conversation(cited, plans, (), answer.suggestions, language)

    def _focus(self, place: Place, text: str, language: Language) -> str:
        """The sentence of a section that a message is about; other elements are shown whole."""
        if not isinstance(place.element, Section):
            return ""
        return self.knowledge.search.closest_part(place.element.ref, text, language)

    def _from_search(self, turn: _Turn, topic: Topic) -> tuple[Answer, Conversation]:
        knowledge, language = self.knowledge, turn.language
        reading = Reading.of(topic.text)
        bare = self._chooser.searchable(topic.text)
        found = self._chooser.search(bare, topic.plans, language)
        route = knowledge.scope.route(bare, language, found)
        if knowledge.cities.other_named(Reading.of(turn.text)):
            route = replace(route, outside=1.0, topic=OTHER_MUNICIPALITIES, clear=True)
        elsewhere = route.topic == OTHER_MUNICIPALITIES
        refused = route.is_talk or (route.is_outside and (elsewhere or not topic.carried))
        if refused:
            inner = self._inner_question(turn, topic, language)
            if inner:
                return inner
        if topic.unclear and not reading.has("thanks"):
            return self._refusals.clarification(topic, language, turn.notices, turn.last)
        if refused and not topic.leaning:
            return self._refusals.refuse(route, topic, language, found.hits, turn.notices)
        chosen = self._chooser.choose(found.hits, topic, language)
        if not chosen.refs:
            return self._refusals.elsewhere(chosen, language, turn.notices)
        further = [hit.ref for hit in found.hits]
        return self._from_elements(turn, topic, chosen.refs, further, chosen.silent)

    def _inner_question(
        self, turn: _Turn, topic: Topic, language: Language
    ) -> tuple[Answer, Conversation] | None:
        """The answer to the part of a message that is a question to the plans, if one is."""
        parts = PART_END.split(topic.text)
        if len(parts) < 2:
            return None
        kept = [part for part in parts if self._is_for_plans(part, topic, language)]
        asked = [part for part in parts if "?" in part] or parts
        if len(kept) == len(parts) or not set(kept) & set(asked):
            return None
        return self._from_search(turn, replace(topic, text=" ".join(kept)))

    def _is_for_plans(self, part: str, topic: Topic, language: Language) -> bool:
        """Whether a part of a message is neither talk nor a question to others."""
        bare = self._chooser.searchable(part)
        found = self._chooser.search(bare, topic.plans, language)
        route = self.knowledge.scope.route(bare, language, found)
        other = self.knowledge.cities.other_named(Reading.of(part))
        return not (route.is_talk or route.is_outside or other)

    def _closing(self, citations: Sequence[Citation], language: Language) -> list[str]:
        """What is said once per answer: that the texts are translations, that the period ended."""
        plans = {citation.plan.id: citation.plan for citation in citations}
        lines = []
        if any(c.translation and c.translation.status == "unofficial" for c in citations):
            lines.append(say(language, "answer.translated"))
        ended = sorted({plan.period for plan in plans.values() if plan.ended})
        if ended:
            key = "answer.ended_one" if len(plans) == 1 else "answer.ended_many"
            lines.append(say(language, key, period=", ".join(ended)))
        return lines


def _period_notice(citations: Sequence[Citation]) -> tuple[str, ...]:
    ended = any(citation.plan.ended for citation in citations)
    return ("plan_ended",) if ended else ()
