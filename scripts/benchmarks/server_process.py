"""What `answers` measures: a server process that loads an index and answers, run by itself."""

import json
import sys
import time
from pathlib import Path

from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.settings import Settings
from benchmarks.memory import resident
from web import create_app


def main(folder: Path) -> None:
    """Load the index in a folder as the web server does, and answer the questions on stdin.

    Prints, as JSON, when the first answer was there, the time of each further one in
    milliseconds, also of the processor alone, and the memory after the first and the last.
    """
    source = AssistantSource(Settings(index=folder, secret_key="measured"))
    create_app(source)
    assistant = source.current()
    assistant.answer(Question.from_text("Vad är Kaikukortti?", "sv"))
    first = time.time()
    sizes, times, processor_times = [resident()], [], []
    for text, language in json.load(sys.stdin):
        message = Question.from_text(text, language)
        start, start_processor = time.perf_counter(), time.thread_time()
        assistant.answer(message)
        processor_times.append((time.thread_time() - start_processor) * 1000)
        times.append((time.perf_counter() - start) * 1000)
    sizes.append(resident())
    figures = {"first": first, "times": times, "processor_times": processor_times}
    print(json.dumps({**figures, "resident": sizes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
