"""Ask a question in the terminal: python scripts/ask.py "Vad är Kaikukortti?"."""

import argparse
import sys

from assistant.answer import Answer
from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.settings import load_settings
from corpus.errors import PlanAssistantError


def main() -> int:
    """Ask one question and print its answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question")
    parser.add_argument("--language", choices=("sv", "fi"), default="sv", help="of the page")
    arguments = parser.parse_args()
    try:
        assistant = AssistantSource(load_settings()).current()
        question = Question.from_text(arguments.question, arguments.language)
        tell(assistant.answer(question))
    except PlanAssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def tell(answer: Answer) -> None:
    """Print an answer with its citations."""
    print(f"{answer.outcome} ({answer.language})\n\n{answer.text}\n")
    for citation in answer.citations:
        print(f"[{citation.number}] {citation.label} ({citation.ref})")
        print(f"    {citation.quote}")
        for meter in citation.meters:
            print(f"    - {meter.text}")
    for suggestion in answer.suggestions:
        print(f"  > {suggestion}")


if __name__ == "__main__":
    sys.exit(main())
