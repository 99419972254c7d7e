"""Figures for Prometheus, served only where the settings ask for them."""

import time
from typing import Any

from flask import Flask, Response, current_app, g, request

from assistant.answer import Answer
from web.context import source

METRICS = "metrics"
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0)


def watch(app: Flask) -> None:
    """Count requests and outcomes, and serve them at /metrics."""
    with app.app_context():
        if not source().settings.metrics:
            return
    from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

    registry = CollectorRegistry()
    seconds = Histogram(
        "plan_request_seconds", "Time to reply", ["rule"], registry=registry, buckets=BUCKETS
    )
    app.extensions[METRICS] = Counter(
        "plan_answers", "Answers by outcome", ["outcome", "language"], registry=registry
    )

    @app.after_request
    def measure(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "unknown"
        seconds.labels(rule).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), mimetype="text/plain")


def count_answer(answer: Answer) -> None:
    """Count how a message ended."""
    counter: Any = current_app.extensions.get(METRICS)
    if counter:
        counter.labels(answer.outcome.value, answer.language).inc()
