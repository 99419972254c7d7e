"""The honest replies without a citation: nothing found, out of scope, unclear, another language."""

from collections.abc import Sequence

from assistant.answer import Answer, Outcome
from assistant.choosing import Chosen
from assistant.conversation import Conversation
from assistant.following import Topic
from assistant.knowledge import Knowledge
from assistant.labels import genitive, is_area
from assistant.scope import Route
from assistant.wording import replies, say
from corpus.plan import LANGUAGES, Language, Plan
from index.search import Hit, Query

# Topics that end as a greeting; the sentence of each is `outcome.<name>`.
GREETINGS = {"greetings": "greeting", "thanks": "thanks", "about_assistant": "about"}
# Talk that is answered civilly, without what it asks for.
DECLINED = {"abuse": "abuse", "injection": "injection"}
# An out-of-scope message is about something the plans mention when a hit is this strong.
MENTIONED = 0.55

ENGLISH = (
    "This service answers in Swedish and Finnish only. Please ask in Swedish or Finnish; "
    "questions that may suit you are listed below."
)


class Refusals:
    """Says what cannot be answered, why, and where to go on."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def refuse(
        self,
        route: Route,
        topic: Topic,
        language: Language,
        hits: Sequence[Hit],
        notices: tuple[str, ...],
    ) -> tuple[Answer, Conversation]:
        """The reply to a message that the plans do not answer."""
        certain = route.clear or route.is_surely_talk or topic.unclear
        if route.is_talk and route.topic in GREETINGS and certain:
            return self._greeting(GREETINGS[route.topic], language, notices)
        if route.is_talk and route.topic in DECLINED:
            sentence = say(language, f"outcome.{DECLINED[route.topic]}")
            return self._reply(Outcome.OUT_OF_SCOPE, language, [sentence], (), notices)
        if not route.clear or route.topic not in replies(language)["scope"]:
            return self.not_in_plans("", topic, language, hits, notices)
        sentence = say(
            language,
            f"scope.{route.topic}",
            contacts=self._contacts(topic, language),
            plans_of=self._all_of(language),
        )
        lines = [
            sentence,
            say(language, "scope.searched", searched=self._searched(topic, language)),
        ]
        return self._reply(Outcome.OUT_OF_SCOPE, language, lines, hits, notices)

    def not_in_plans(
        self,
        text: str,
        topic: Topic,
        language: Language,
        hits: Sequence[Hit],
        notices: tuple[str, ...],
    ) -> tuple[Answer, Conversation]:
        """Nothing was found: what was searched, and the nearest elements as suggestions."""
        searched = self._searched(topic, language)
        lines = [say(language, "outcome.not_in_plans", searched=searched)]
        return self._reply(Outcome.NOT_IN_PLANS, language, lines, hits, notices)

    def elsewhere(
        self, chosen: Chosen, language: Language, notices: tuple[str, ...]
    ) -> tuple[Answer, Conversation]:
        """The plan asked about says nothing of a matter that another plan takes up."""
        plans = self._knowledge.places.plans
        names = [genitive(plans[plan].plan, language) for plan in chosen.silent]
        lines = [say(language, "answer.silent", city_of=name) for name in names]
        return self._reply(Outcome.NOT_IN_PLANS, language, lines, chosen.instead, notices)

    def clarification(
        self, topic: Topic, language: Language, notices: tuple[str, ...], last: Conversation
    ) -> tuple[Answer, Conversation]:
        """The message alone has no topic."""
        sentence = say(language, "outcome.clarification")
        suggestions = last.suggestions or self._starters(topic.plans, language)
        answer = Answer(Outcome.CLARIFICATION, language, (sentence,), (), suggestions, notices)
        return answer, last

    def unsupported(self, text: str, language: Language, notices: tuple[str, ...]) -> Answer:
        """Another language: one sentence in English and both languages, nearest questions."""
        found = self._knowledge.search.search(Query(text, language), 3)
        refs = [hit.ref for hit in found.hits]
        suggestions = self._knowledge.suggestions.about(refs, language, 3)
        sentences = [ENGLISH, *(say(each, "outcome.language") for each in LANGUAGES)]
        return Answer(
            Outcome.UNSUPPORTED_LANGUAGE, language, tuple(sentences), (), suggestions, notices
        )

    def _greeting(
        self, name: str, language: Language, notices: tuple[str, ...]
    ) -> tuple[Answer, Conversation]:
        lines = [say(language, f"outcome.{name}", plans_of=self._all_of(language))]
        if name != "thanks":
            lines.append(say(language, "outcome.greeting_how"))
        suggestions = self._starters((), language)
        answer = Answer(Outcome.GREETING, language, tuple(lines), (), suggestions, notices)
        return answer, Conversation(suggestions=suggestions, language=language)

    def _reply(
        self,
        outcome: Outcome,
        language: Language,
        lines: list[str],
        hits: Sequence[Hit],
        notices: tuple[str, ...],
    ) -> tuple[Answer, Conversation]:
        refs = [hit.ref for hit in hits]
        suggestions = self._knowledge.suggestions.about(refs, language, 3)
        if suggestions:
            lines.append(say(language, "outcome.nearest"))
        answer = Answer(outcome, language, tuple(lines), (), suggestions, notices)
        return answer, Conversation(suggestions=suggestions, language=language)

    def _starters(self, plans: Sequence[str], language: Language) -> tuple[str, ...]:
        """One question per plan and goal, to begin with."""
        chosen = [plan for plan in self._knowledge.plans if not plans or plan.id in plans]
        refs = [goal.actions[0].ref for plan in chosen for goal in plan.goals[:2] if goal.actions]
        return self._knowledge.suggestions.about(refs, language, 4)

    def _asked(self, topic: Topic) -> list[Plan]:
        plans = self._knowledge.plans
        return [plan for plan in plans if not topic.plans or plan.id in topic.plans]

    def _contacts(self, topic: Topic, language: Language) -> str:
        contacts = [plan.info.contact for plan in self._asked(topic)]
        return ", ".join(f"{c.text[language]} ({c.url[language]})" for c in contacts)

    def _searched(self, topic: Topic, language: Language) -> str:
        """What was searched: "26 åtgärder i Esbos plan och 31 punkter i Helsingfors plan"."""
        parts = []
        for plan in self._asked(topic):
            kind = "statements" if all(is_area(goal) for goal in plan.goals) else "actions"
            city = plan.info.municipality[language]
            key = f"searched.{kind}"
            count = len(plan.actions)
            parts.append(
                say(language, key, count=count, city=city, city_of=genitive(plan, language))
            )
        return _listed(parts, language)

    def _all_of(self, language: Language) -> str:
        return _listed([genitive(plan, language) for plan in self._knowledge.plans], language)


def _listed(parts: Sequence[str], language: Language) -> str:
    """Parts as running text: "a, b och c"."""
    if len(parts) < 2:
        return "".join(parts)
    word = say(language, "searched.and")
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
