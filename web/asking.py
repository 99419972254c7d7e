"""What a person sent -> a Question, from the form and from the API."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from assistant.errors import BadQuestion
from assistant.question import Question
from corpus.plan import LANGUAGES, Language, Plan
from web.finding_plans import find_plan

# What a decoder leaves where the bytes were not UTF-8.
REPLACEMENT = "\ufffd"
_FIELDS = ("question", "language", "plans", "conversation")


@dataclass(frozen=True, slots=True)
class AskForm:
    """The fields of the chat form as they came."""

    text: str = ""
    plan: str = ""
    conversation: str = ""
    asked: str = ""
    is_utf8: bool = True

    @classmethod
    def of(cls, fields: Mapping[str, str], body: bytes) -> "AskForm":
        """Read the form and its raw body; a suggestion button's question wins over the field's."""
        typed = fields.get("question", "").replace("\r\n", "\n")
        return cls(
            text=fields.get("suggestion") or typed,
            plan=fields.get("plan", ""),
            conversation=fields.get("conversation", ""),
            asked=fields.get("asked", ""),
            is_utf8=_is_utf8(body),
        )

    def question(self, language: Language, plans: Sequence[Plan]) -> Question:
        """The question that the form asks.

        Raises:
            BadQuestion: the text or the plan cannot be used.
        """
        if REPLACEMENT in self.text or not self.is_utf8:
            raise BadQuestion("not_text")
        chosen = _known_plans([self.plan] if self.plan else [], plans, "plan")
        return Question.from_text(self.text, language, chosen, self.conversation)


def _is_utf8(body: bytes) -> bool:
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def question_from_fields(
    fields: Mapping[str, object], language: Language, plans: Sequence[Plan]
) -> Question:
    """The question of an API request; `language` is the page's.

    Raises:
        BadQuestion: a field is missing, unknown or wrong.
    """
    for name in fields:
        if name not in _FIELDS:
            raise BadQuestion("unknown_field", name)
    text = fields.get("question")
    if text is None:
        raise BadQuestion("empty")
    if not isinstance(text, str):
        raise BadQuestion("wrong_type")
    conversation = fields.get("conversation")
    if not isinstance(conversation, str | None):
        raise BadQuestion("wrong_type", "conversation")
    chosen = _known_plans(_names(fields.get("plans")), plans, "plans")
    return Question.from_text(text, language, chosen, conversation or "")


def language_named(value: object, otherwise: Language) -> Language:
    """The language of a field that may be missing.

    Raises:
        BadQuestion: the value is neither sv nor fi.
    """
    if value is None:
        return otherwise
    for language in LANGUAGES:
        if value == language:
            return language
    raise BadQuestion("unknown_language", "language")


def fields_of(body: bytes) -> dict[str, Any]:
    """The fields of a JSON body.

    Raises:
        BadQuestion: the body is not a JSON object in UTF-8.
    """
    try:
        fields = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadQuestion("not_json", "body") from None
    if not isinstance(fields, dict):
        raise BadQuestion("wrong_type", "body")
    return fields


def _names(value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise BadQuestion("wrong_type", "plans")
    return value


def _known_plans(names: Sequence[str], plans: Sequence[Plan], field: str) -> tuple[str, ...]:
    """The ids of the plans named by id or by version."""
    found = [find_plan(name, plans) for name in names]
    if None in found:
        raise BadQuestion("unknown_plan", field)
    return tuple(dict.fromkeys(plan.id for plan in found if plan))
