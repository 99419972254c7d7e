"""What the tests share: one index built from the shipped plans, and an assistant over it."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.conversation import TokenSigner
from assistant.knowledge import Knowledge
from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.scope_examples import load_examples
from assistant.settings import Settings
from assistant.structure import Structure
from corpus.catalogue import PLANS, load_plans
from corpus.plan import Plan
from index.build import build_index
from index.encoder import Encoder, load_encoder
from index.generation import Content, read_content
from index.store import Store
from web import create_app

TODAY = date(2026, 11, 21)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that runs the fault and fuzz tests with all their cases."""
    parser.addoption("--full", action="store_true", help="all faults and messages, not a sample")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many cases hypothesis makes; without --full the same ones every time."""
    usual = {"deadline": None, "suppress_health_check": list(HealthCheck)}
    settings.register_profile("sample", max_examples=100, derandomize=True, **usual)
    settings.register_profile("full", max_examples=5_000, **usual)
    settings.load_profile("full" if config.getoption("--full") else "sample")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether every case is to be run, and not a sample of them."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The shipped encoder."""
    return load_encoder()


@pytest.fixture(scope="session")
def generations(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A folder with one generation, built from the shipped plans; read it, never write to it."""
    root = tmp_path_factory.mktemp("generations")
    build_index(encoder, Store(root), load_examples())
    return root


@pytest.fixture(scope="session")
def plans() -> dict[str, Plan]:
    """The shipped plans by id."""
    return {plan.id: plan for plan in load_plans()}


@pytest.fixture(scope="session")
def content(generations: Path) -> Content:
    """What the built index holds."""
    store = Store(generations)
    return read_content(store.folder(store.current()))


@pytest.fixture(scope="session")
def knowledge(content: Content, encoder: Encoder) -> Knowledge:
    """Everything the assistant knows."""
    return Knowledge(content, encoder, "g1").prepare()


@pytest.fixture(scope="session")
def assistant(knowledge: Knowledge) -> Assistant:
    """The assistant on a fixed day after both plans' periods."""
    return Assistant(knowledge, TokenSigner("a key for tests"), lambda: TODAY)


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Callable[..., Answer]:
    """Send messages in one conversation; the last answer."""

    def send(*messages: str, page: str = "sv", plans: tuple[str, ...] = ()) -> Answer:
        token = ""
        for message in messages:
            answer = assistant.answer(Question.from_text(message, page, plans, token))
            token = answer.conversation
        return answer

    return send


@pytest.fixture
def plan_root(tmp_path: Path) -> Path:
    """A copy of the shipped plan folders that a test may damage."""
    root = tmp_path / "plans"
    shutil.copytree(PLANS, root)
    return root


@pytest.fixture(scope="session")
def source(generations: Path, tmp_path_factory: pytest.TempPathFactory) -> AssistantSource:
    """The source of the web tests: no limit of questions, feedback in a folder of its own."""
    feedback = tmp_path_factory.mktemp("feedback") / "feedback.sqlite"
    settings = Settings(index=generations, rate_limit="", feedback_database=str(feedback))
    return AssistantSource(settings)


class SourceWith:
    """The same assistant under other settings."""

    def __init__(self, source: AssistantSource, **settings: object) -> None:
        self.settings = source.settings.model_copy(update=settings)
        self.current, self.degraded = source.current, source.degraded


@pytest.fixture(scope="session")
def app_with(source: AssistantSource) -> Callable[..., Flask]:
    """Applications over the shared assistant, with some settings changed."""
    return lambda **settings: create_app(SourceWith(source, **settings))


@pytest.fixture(scope="session")
def app(source: AssistantSource) -> Flask:
    """The application."""
    return create_app(source)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


@pytest.fixture(scope="session")
def structure(knowledge) -> Structure:
    return knowledge.structure
