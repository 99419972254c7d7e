"""What every reply carries, who may ask how often, and the switch that closes the service."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

from assistant.settings import Settings
from web.context import settings, source
from web.errors import closed_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Pages that stay open while the service is closed.
ALWAYS_OPEN = frozenset(
    {"static", "health.alive", "health.ready", "metrics", "pages.accessibility", "pages.privacy"}
)
# What is limited: everything that asks a question or leaves feedback.
LIMITED = frozenset({"chat.ask", "chat.switch", "api.ask", "feedback.give"})
ONE_YEAR = 365 * 24 * 3600

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class WithHeaders:
    """An application whose every reply carries some more headers.

    They are joined to the reply's own on the way out: within the application each would be
    checked and copied again for every reply.
    """

    def __init__(self, application: "WSGIApplication", fixed: dict[str, str]) -> None:
        self._application, self._fixed = application, [*fixed.items()]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """Reply as the application does, with the headers."""
        return self._application(
            environ, lambda status, own, *rest: start_response(status, own + self._fixed, *rest)
        )


def headers(settings: Settings) -> dict[str, str]:
    """The headers of every reply under these settings."""
    ancestors = settings.frame_ancestors or "'none'"
    found = {"Content-Security-Policy": _POLICY.format(ancestors=ancestors), **_HEADERS}
    if not settings.frame_ancestors:
        found["X-Frame-Options"] = "DENY"
    if settings.https:
        found["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return found


def protect(app: Flask) -> None:
    """Add headers, host check, limiter, proxies and the off switch to the application."""
    with app.app_context():
        chosen = source().settings
    app.wsgi_app = WithHeaders(app.wsgi_app, headers(chosen))  # type: ignore[method-assign]
    hosts = [host.strip() for host in chosen.trusted_hosts.split(",") if host.strip()]
    app.config["TRUSTED_HOSTS"] = hosts or None
    if chosen.proxy_count:
        count = chosen.proxy_count
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    _limit(app, chosen.rate_limit)

    @app.before_request
    def closed() -> tuple[str | Response, int] | None:
        return closed_page() if switched_off() and request.endpoint not in ALWAYS_OPEN else None

    @app.after_request
    def say_how_long_to_keep(response: Response) -> Response:
        if request.endpoint == "static":
            response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def switched_off() -> bool:
    """Whether the off switch is on."""
    switch = settings().off_switch
    return bool(switch) and Path(switch).exists()


def _limit(app: Flask, rate: str) -> None:
    if not rate:
        return
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    shared = limiter.shared_limit(rate, scope="asking")
    for endpoint in LIMITED:
        limited: Any = shared(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited
