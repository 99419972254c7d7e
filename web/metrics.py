"""Figures for Prometheus, served only where the settings ask for them."""

import time
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, request

from assistant.answer import Answer
from web.context import knowledge, source
from web.health import age_of
from web.security import switched_off

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

METRICS = "metrics"
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0)


def watch(app: Flask) -> None:
    """Count requests and outcomes, and serve them at /metrics."""
    with app.app_context():
        if not source().settings.metrics:
            return
    from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

    registry = CollectorRegistry()
    _show_state(registry)
    seconds = Histogram(
        "plan_request_seconds", "Time to reply", ["rule"], registry=registry, buckets=BUCKETS
    )
    replies = Counter("plan_replies", "Replies by status", ["rule", "status"], registry=registry)
    app.extensions[METRICS] = Counter(
        "plan_answers", "Answers by outcome", ["outcome", "language"], registry=registry
    )

    @app.after_request
    def measure(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "unknown"
        seconds.labels(rule).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        replies.labels(rule, response.status_code).inc()
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), mimetype="text/plain")


def _show_state(registry: "CollectorRegistry") -> None:
    """Show what holds at the moment of reading: the process, the generation, the off switch."""
    from prometheus_client import Gauge, ProcessCollector

    ProcessCollector(registry=registry)
    degraded = Gauge("plan_degraded", "1 while an older generation answers", registry=registry)
    degraded.set_function(lambda: source().degraded())
    age = Gauge("plan_generation_age_seconds", "Age of the generation", registry=registry)
    age.set_function(lambda: age_of(knowledge().generation) or 0)
    closed = Gauge("plan_closed", "1 while the off switch is on", registry=registry)
    closed.set_function(switched_off)


def count_answer(answer: Answer) -> None:
    """Count how a message ended."""
    counter: Any = current_app.extensions.get(METRICS)
    if counter:
        counter.labels(answer.outcome.value, answer.language).inc()
