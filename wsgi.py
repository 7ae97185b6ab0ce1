"""Where a WSGI server finds the application."""

from participa import create_app

app = create_app()
