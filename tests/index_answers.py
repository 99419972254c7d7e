"""What an index answers to a few questions about the small plan: the sign that it is whole."""

from pathlib import Path
from unittest.mock import patch

from failing_builds import shipped_encoder

from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.settings import Settings

QUESTIONS = (
    "Vilka är åtgärderna under mål 1 i Vasa?",
    "Vilka är åtgärderna under mål 2 i Vasa?",
    "Ordnas det simskolor för barn i Vasa?",
    "Kontrolleras brandvarnare hos seniorer i Vasa?",
)
Answered = tuple[str, str, tuple[tuple[str, str], ...]]
Answers = tuple[Answered, ...]


def answers_of(source: AssistantSource) -> Answers:
    """Outcome, text and quotes of the answer to each question."""
    assistant = source.current()
    return tuple(
        (answer.outcome, answer.text, tuple((c.ref, c.quote) for c in answer.citations))
        for text in QUESTIONS
        for answer in [assistant.answer(Question.from_text(text, "sv"))]
    )


def started(index: Path) -> AssistantSource:
    """A server that starts over an index; the encoder, always the same, is not loaded again."""
    with patch("assistant.loading.load_encoder", lambda name: shipped_encoder()):
        return AssistantSource(Settings(index=index, secret_key="a key for tests"))
