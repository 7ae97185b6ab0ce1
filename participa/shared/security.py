"""Headers of every answer, trusted hosts, limits of size, and the one check against forged requests."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from participa.config import Settings

CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT: Final = "max-age=63072000; includeSubDomains"
MOST_BYTES: Final = 3 * 1024 * 1024
MOST_FORM_BYTES: Final = 3 * 1024 * 1024
MOST_FORM_PARTS: Final = 500


def init_app(app: Flask, settings: Settings) -> None:
    """Apply the rules to every answer of the application."""
    app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_FORM_BYTES
    app.config["MAX_FORM_PARTS"] = MOST_FORM_PARTS
    app.config.update(_cookies(settings))
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    always = headers(settings)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def headers(settings: Settings) -> dict[str, str]:
    """What goes with every answer, files included."""
    return HEADERS | {"Strict-Transport-Security": STRICT_TRANSPORT} if settings.is_production else HEADERS


def _cookies(settings: Settings) -> dict[str, object]:
    secure = settings.is_production
    return {
        "SESSION_COOKIE_NAME": "__Host-participa" if secure else "participa",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def comes_from_elsewhere() -> bool:
    """Whether the browser says that another site sent this request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin")
    # The host alone: behind a proxy that ends the encryption, the scheme seen here may not be the browser's.
    return origin is not None and urlsplit(origin).netloc != request.host
