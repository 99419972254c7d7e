"""Answers as the JSON of the API."""

from typing import Any

import msgspec

from assistant.answer import Answer, Citation
from corpus.translations import Translation
from corpus.tree import translation_tree


def payload_bytes(answer: Answer) -> bytes:
    """The JSON of an answer, written."""
    return msgspec.json.encode(payload(answer), order="sorted")


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
    return {
        "number": citation.number,
        "ref": citation.ref,
        "kind": citation.kind,
        "label": citation.label,
        "heading": citation.heading,
        "plan": msgspec.to_builtins(citation.plan),
        "quote": citation.quote,
        "quote_language": citation.quote_language,
        "translation": translation_tree(citation.translation),
        "meters": [
            meter_payload(meter.ref, meter.text, meter.translation) for meter in citation.meters
        ],
        "page": citation.page,
        "url": citation.url,
    }


def meter_payload(ref: str, text: str, translation: Translation | None) -> dict[str, Any]:
    """The JSON of a meter."""
    return {"ref": ref, "text": text, "translation": translation_tree(translation)}
