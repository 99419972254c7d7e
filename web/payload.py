"""Answers as the JSON of the API."""

from typing import Any

from assistant.answer import Answer, Citation
from corpus.tree import translation_tree


def payload(answer: Answer) -> dict[str, Any]:
    """The JSON of an answer."""
    return {
        "outcome": answer.outcome.value,
        "language": answer.language,
        "text": answer.text,
        "citations": [citation_payload(citation) for citation in answer.citations],
        "suggestions": list(answer.suggestions),
        "notices": list(answer.notices),
        "conversation": answer.conversation,
        "generation": answer.generation,
    }


def citation_payload(citation: Citation) -> dict[str, Any]:
    """The JSON of a citation."""
    plan = citation.plan
    return {
        "number": citation.number,
        "ref": citation.ref,
        "kind": citation.kind,
        "label": citation.label,
        "heading": citation.heading,
        "plan": {
            "id": plan.id,
            "municipality": plan.municipality,
            "title": plan.title,
            "period": plan.period,
            "ended": plan.ended,
        },
        "quote": citation.quote,
        "quote_language": citation.quote_language,
        "translation": translation_tree(citation.translation),
        "meters": [
            {
                "ref": meter.ref,
                "text": meter.text,
                "translation": translation_tree(meter.translation),
            }
            for meter in citation.meters
        ],
        "page": citation.page,
        "url": citation.url,
    }
