"""The chat page: one form, answered with a page, or in stages to the script."""

import json
import time
from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_limiter import RateLimitExceeded
from werkzeug.wrappers import Response as AnyResponse

from assistant.answer import Answer, Outcome
from assistant.errors import BadQuestion
from assistant.question import Question
from assistant.wording import say
from corpus.plan import Language
from index.search import Query
from web.answers import AnswerView, view_of
from web.asking import AskForm
from web.context import (
    assistant,
    knowledge,
    language_of_request,
    preferred_language,
    site_root,
    today,
)
from web.dates import day_in_figures
from web.errors import log_fault, seconds_left, wait_sentence
from web.language_prefix import localised
from web.logs import log_answer
from web.metrics import count_answer
from web.nodes import Node, nodes_of
from web.starting import plan_cards
from web.wording import texts

blueprint = localised(Blueprint("chat", __name__))

TOO_MANY = 429
IN_STAGES = "application/x-ndjson"
# Refusals after which the nearest elements are worth remembering with feedback.
UNANSWERED = frozenset({Outcome.NOT_IN_PLANS, Outcome.OUT_OF_SCOPE})
NEAREST = 3


def front() -> AnyResponse:
    """The bare address leads to the page in the browser's language."""
    response = redirect(url_for("chat.start", language=preferred_language()))
    response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/")
def start() -> str:
    """The page before the first question."""
    return _page(AskForm(plan=request.args.get("plan", "")))


@blueprint.get("/ask")
def ask_again() -> AnyResponse:
    """An answer has no address of its own; reloading leads to the start."""
    return redirect(url_for("chat.start"))


@blueprint.post("/ask")
def ask() -> AnyResponse:
    """Answer the form: a page, or stages and nodes to the script."""
    return _reply(_form())


@blueprint.post("/switch")
def switch() -> AnyResponse:
    """The same page in another language, with the question kept."""
    form = _form()
    if form.text.strip():
        return make_response(_page(form))
    if form.asked:
        return _reply(AskForm(form.asked, form.plan))
    return redirect(url_for("chat.start"))


@blueprint.errorhandler(RateLimitExceeded)
def too_many(error: RateLimitExceeded) -> AnyResponse:
    """Too many questions: says when to come back, and keeps the question."""
    seconds = seconds_left()
    response = make_response(_page(_form(), error=wait_sentence(seconds)), TOO_MANY)
    response.headers["Retry-After"] = str(seconds)
    return response


def _form() -> AskForm:
    # The raw body has to be read before the form is.
    body = request.get_data()
    return AskForm.of(request.form, body)


def _reply(form: AskForm) -> AnyResponse:
    try:
        question = form.question(language_of_request(), knowledge().plans)
    except BadQuestion as error:
        sentence = say(language_of_request(), f"error.{error.code}")
        return make_response(_page(form, error=sentence), 422)
    if IN_STAGES in request.headers.get("Accept", ""):
        lines = stream_with_context(_stages(question))
        headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        return Response(lines, mimetype=IN_STAGES, headers=headers)
    view = _answered(question)
    kept = AskForm("", form.plan, view.answer.conversation, view.question)
    return make_response(_page(kept, view))


def _stages(question: Question) -> Iterator[str]:
    words = texts(language_of_request())["chat"]
    yield _line(status=words["searching"])
    try:
        view = _answered(question)
        html = render_template("_answer.html", view=view)
    except Exception as error:
        log_fault(error)
        yield _line(error=say(language_of_request(), "error.server"))
        return
    yield _line(
        answer=nodes_of(html),
        title=words["answer_title"],
        conversation=view.answer.conversation,
        asked=view.question,
    )


def _line(**values: "str | list[Node]") -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def _answered(question: Question) -> AnswerView:
    started = time.perf_counter()
    answer = assistant().answer(question)
    log_answer(answer, (time.perf_counter() - started) * 1000)
    count_answer(answer)
    nearest = _nearest(question, answer)
    day, places = day_in_figures(today()), knowledge().places
    return view_of(answer, question.text, places, site_root(), day, nearest)


def _nearest(question: Question, answer: Answer) -> tuple[str, ...]:
    """The elements nearest to a question that got no answer, for the feedback form."""
    if answer.outcome not in UNANSWERED:
        return ()
    query = Query(question.text, answer.language, question.plans)
    return tuple(hit.ref for hit in knowledge().search.search(query, NEAREST).hits)


def _page(form: AskForm, view: AnswerView | None = None, error: str = "") -> str:
    language: Language = language_of_request()
    return render_template(
        "chat.html",
        form=form,
        view=view,
        error=error,
        plans=plan_cards(knowledge(), language, today()),
        typed="" if view else form.text,
    )
