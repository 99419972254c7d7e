"""Puts the assistant together, and again when a new generation is published."""

import gc
import logging
import threading
import time

from assistant.answering import Assistant
from assistant.conversation import TokenSigner
from assistant.knowledge import Knowledge
from assistant.question import Question
from assistant.settings import Settings
from corpus.plan import LANGUAGES, Language
from index.encoder import Encoder, load_encoder
from index.errors import BUILD, WrongEncoder
from index.generation import read_content
from index.memory import give_back_freed_memory
from index.store import Store

log = logging.getLogger(__name__)

# How often a server looks whether a new generation has been published, in seconds.
LOOK_EVERY = 1.0
# Asked once before people ask, so that the first of them does not wait for lazy parts.
WARMING: dict[Language, str] = {"sv": "Vilka mål har planen?", "fi": "Mitä terveydestä sanotaan?"}


class AssistantSource:
    """The assistant over the current generation; takes a new one without a restart.

    A request uses the assistant it got to its end, so that no answer mixes two generations.
    Banks and examples whose files are the same are taken over from the generation in use. What
    cannot be loaded is logged once, and the old generation stays.
    """

    def __init__(self, settings: Settings) -> None:
        """Load the newest sound generation.

        Raises:
            NoIndex: nothing sound has been built.
            WrongEncoder: the index was built with another encoder than the one set.
            EncoderNotLoaded: the encoder's model cannot be loaded.
        """
        self.settings = settings
        self.store = Store(settings.index)
        self._encoder = load_encoder(settings.encoder)
        self._signer = TokenSigner(settings.signing_key, settings.old_secret_key)
        self._lock = threading.Lock()
        self._assistant = self._load()
        # What answers are made from stays: no search for garbage needs to look at it again.
        gc.freeze()
        self._pointed = self.store.current()
        self._looked = time.monotonic()

    def current(self) -> Assistant:
        """The assistant to answer a request with; never waits for a new one."""
        if time.monotonic() - self._looked >= LOOK_EVERY and self._lock.acquire(blocking=False):
            self._looked = time.monotonic()
            if self.store.current() == self._pointed:
                self._lock.release()
            else:
                threading.Thread(target=self._take_new, daemon=True).start()
        return self._assistant

    def degraded(self) -> bool:
        """Whether the generation that CURRENT names is not the one in use."""
        return self.store.current() != self._assistant.knowledge.generation

    def _take_new(self) -> None:
        """Load what CURRENT names now; runs in a thread of its own, which holds the lock."""
        pointed = self.store.current()
        gc.unfreeze()
        try:
            self._assistant = self._load(self._assistant.knowledge)
            gc.collect()
        except Exception as error:
            # Whatever is wrong with a new generation, the old one goes on answering.
            log.error("generation_refused", extra={"generation": pointed, "why": str(error)})
        finally:
            gc.freeze()
            self._pointed = pointed
            self._lock.release()

    def _load(self, before: Knowledge | None = None) -> Assistant:
        """The assistant over the newest sound generation, with what lasts from `before`."""
        name, manifest = self.store.sound(_log_damage)
        _check_encoder(manifest.encoder, self._encoder)
        # Nearly all that is made here stays: looking for garbage in it would only take time.
        gc.disable()
        try:
            assistant = Assistant(self._read(name, manifest.files, before), self._signer)
            for language in LANGUAGES:
                assistant.answer(Question.from_text(WARMING[language], language))
        finally:
            gc.enable()
        give_back_freed_memory()
        log.info("generation_loaded", extra={"generation": name})
        return assistant

    def _read(self, name: str, files: dict[str, str], before: Knowledge | None) -> Knowledge:
        content = read_content(self.store.folder(name), files, before.content if before else None)
        return Knowledge(content, self._encoder, name, before).prepare()


def _log_damage(why: str) -> None:
    log.error("generation_damaged", extra={"why": why})


def _check_encoder(built_with: str, encoder: Encoder) -> None:
    if built_with != encoder.name:
        raise WrongEncoder(
            f"The index was built with the encoder {built_with}, but {encoder.name} is set. "
            f"Build it again with: {BUILD}, or change PLAN_ENCODER."
        )
