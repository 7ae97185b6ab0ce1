"""Participa: citizen participation for public accountability (rendición de cuentas)."""

import logging

from flask import Flask

from participa import (
    accounts,
    attendance,
    calendar,
    commitments,
    config,
    deadlines,
    differential,
    documents,
    encounters,
    evaluations,
    events,
    hearings,
    history,
    improvement,
    intake,
    invitations,
    office_reports,
    open_data,
    portal,
    questionnaires,
    questions,
    record,
    registrations,
    reports,
    restrictions,
    satisfaction,
    search,
    serving,
    strategy,
    surveys,
    topics,
    triage,
)
from participa.accounts import access
from participa.config import Settings
from participa.extensions import csrf, db, login_manager, migrate
from participa.hearings import live_files
from participa.shared import (
    addresses,
    database,
    edge,
    files,
    jobs,
    mail,
    page_cache,
    retention,
    security,
    static_files,
    templating,
)
from participa.shared.unit_of_work import UnitOfWorkFlask

ROOMS = (
    accounts,
    calendar,
    strategy,
    events,
    differential,
    questionnaires,
    registrations,
    invitations,
    attendance,
    questions,
    restrictions,
    triage,
    deadlines,
    satisfaction,
    intake,
    record,
    hearings,
    surveys,
    topics,
    evaluations,
    office_reports,
    commitments,
    improvement,
    encounters,
    history,
    documents,
    reports,
    open_data,
    search,
    portal,
)


def create_app(settings: Settings | None = None) -> UnitOfWorkFlask:
    """The application. Raises MissingSetting in production when a secret is absent."""
    settings = settings or config.from_environment()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = UnitOfWorkFlask(
        __name__,
        template_folder="../templates",
        static_folder="../static",
        static_url_path="/static",
        instance_path=str(settings.data_dir.resolve()),
    )
    app.logger.setLevel(logging.INFO)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        WTF_I18N_ENABLED=False,
        TESTING=settings.mode is config.Mode.TEST,
    )
    app.extensions["settings"] = settings
    _open_parts(app, settings)
    addresses.init_app(app)
    retention.check(settings)
    for room in ROOMS:
        app.register_blueprint(room.bp)
    app.cli.add_command(serving.serve)
    return app


def _open_parts(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    login_manager.init_app(app, add_context_processor=False)  # pages that are the same for all ask for nobody
    page_cache.init_app(app, settings)
    static_files.init_app(app, security.headers(settings))
    live_files.init_app(app, settings)
    security.init_app(app, settings)  # outermost: the layers see the host and scheme that proxies tell
    templating.init_app(app, settings)
    jobs.init_app(app, settings)
    app.extensions["deliver_mail"] = mail.deliver_due
    files.init_app(app)
    access.init_app(app)
    edge.init_app(app)
    app.extensions["write_lock"] = database.WriteLock(settings.data_dir / "write.lock")
    with app.app_context():
        if settings.uses_sqlite:
            database.prepare_sqlite(db.engine, app.extensions["write_lock"])
        else:
            database.ask_who_rested(db.engine)


def _engine_options(settings: Settings) -> dict[str, object]:
    private = {"hide_parameters": True}  # what people write stays out of the log when a statement fails
    if settings.uses_sqlite:
        return private | {"connect_args": {"timeout": 5, "check_same_thread": False}}
    return private | {"pool_size": 5, "max_overflow": 5}
