"""Errors of the assistant.

PlanAssistantError
├── BadQuestion     the message cannot be asked as it is; `code` names a sentence in replies/
└── BadSettings     an environment variable has a value that cannot be used
"""

from corpus.errors import PlanAssistantError


class BadQuestion(PlanAssistantError):
    """The message cannot be asked; `code` is the key of its sentence, `field` the input's name."""

    def __init__(self, code: str, field: str = "question") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class BadSettings(PlanAssistantError):
    """A setting cannot be used; the message names it, its value and the cure."""
