"""What each button of a survey does, for phones and for the shared tablet: the same steps, other clothes."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participa.accounts import access
from participa.questionnaires.engine import phrasing
from participa.shared import guess_throttle, qr
from participa.shared.clock import now
from participa.shared.errors import DomainError
from participa.surveys import device, proofs, queries, rules, services
from participa.surveys.addresses import whole
from participa.surveys.errors import AlreadyAnswered, Incomplete, SurveyClosed, WrongCode
from participa.surveys.forms.citizens import FORMS, ProofForm
from participa.surveys.models import Level, Survey, Via
from participa.surveys.passage import REVIEW, Passage, first, sent
from participa.surveys.proofs import BY_FORM, Proof, Way
from participa.surveys.suspicion import Watch, sight_of

BACK, KEEP, SEND, GO = "atras", "guardar", "enviar", "ir:"
FORWARD_STATUS, WRONG_STATUS, GONE_STATUS = 200, 422, 409


@dataclass(frozen=True)
class Clothes:
    """How the steps look: on one's own device or on a tablet of everybody. `action` is where its forms go."""

    via: Via
    layout: str
    action: str
    start: str

    @property
    def is_shared(self) -> bool:
        return self.via is Via.TABLET


def own(survey: Survey) -> Clothes:
    action = url_for("surveys.answer", slug=survey.slug)
    return Clothes(Via.WEB, "layouts/public.html", action, url_for("surveys.detail", slug=survey.slug))


def shared(survey: Survey) -> Clothes:
    here = url_for("surveys.on_tablet", slug=survey.slug)
    return Clothes(Via.TABLET, "layouts/kiosk.html", here, here)


def begin(survey: Survey, clothes: Clothes) -> ResponseReturnValue:
    """The first page, or the one that asks for a code or a document before it."""
    if not rules.receives(survey, now()):
        return shut(survey, clothes)
    way = proofs.WAYS[survey.level]
    if way is Way.ACCOUNT and not current_user.is_authenticated:
        return render_template("surveys/account.html", survey=survey, clothes=clothes)
    passage = first(survey)
    if way in (Way.DEVICE, Way.ACCOUNT):
        if services.has_answered(survey, _proof(passage, clothes)):
            return already(survey, clothes, services.TWICE[way]), FORWARD_STATUS
        return page(passage, clothes)
    return _ask_proof(FORMS[way](formdata=None), passage, clothes)


def go_on(survey: Survey, clothes: Clothes) -> ResponseReturnValue:
    """One step of a form that was sent."""
    passage, step = sent(survey, request.form), request.form.get("paso", "")
    if step == SEND:
        return send(passage, clothes)
    if not rules.receives(survey, now()):
        return shut(survey, clothes, passage), GONE_STATUS
    if "proof" in request.form or (_needs_proof(survey) and not passage.proof):
        return _take_proof(passage, clothes)
    if "mover" in request.form:
        return page(passage.moved(request.form["mover"]), clothes)
    if step == KEEP and not clothes.is_shared:
        return keep(passage)
    if step == BACK:
        return page(passage.back(), clothes)
    if step.startswith(GO):
        return page(_asked(passage, step), clothes)
    errors = passage.errors()
    return page(passage, clothes, errors) if errors else page(passage.onward(), clothes)


def _asked(passage: Passage, step: str) -> Passage:
    number = step.removeprefix(GO)
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    return passage.at(wanted if wanted in range(len(passage.definition.pages)) else 0)


def page(passage: Passage, clothes: Clothes, errors: Mapping[str, str] | None = None) -> ResponseReturnValue:
    """A page of the survey, or the one where all is read before sending."""
    if passage.page != REVIEW:
        html = render_template(
            "surveys/page.html",
            survey=passage.survey,
            passage=passage,
            clothes=clothes,
            shown=passage.shown(errors),
            has_errors=bool(errors),
        )
        return html, WRONG_STATUS if errors else FORWARD_STATUS
    said = [(label, words, passage.page_of(name)) for name, label, words in _all_said(passage)]
    return render_template("surveys/review.html", survey=passage.survey, passage=passage, clothes=clothes, said=said)


def _all_said(passage: Passage) -> list[tuple[str, str, str]]:
    items = (one for page_items in _pages(passage) for one in page_items if one.is_answered)
    return [(one.name, one.label, phrasing.said(one, passage.answers.get(one.name))) for one in items]


def _pages(passage: Passage) -> list[Any]:
    return [passage.at(number).items for number in range(len(passage.definition.pages))]


def send(passage: Passage, clothes: Clothes) -> ResponseReturnValue:
    """Receive the answer and say thanks; the same form again, the same thanks."""
    survey = passage.survey
    if _needs_proof(survey):
        guess_throttle.check("survey")
        form = FORMS[proofs.WAYS[survey.level]]()
        if not form.validate():  # who forges the form may have skipped the page that asks for it
            return _ask_proof(form, passage, clothes)
    try:
        receipt = services.submit(
            survey,
            passage.whole_answers,
            _proof(passage, clothes),
            passage.form_key,
            clothes.via,
            _looks_stuffed(passage, clothes),
        )
    except Incomplete as refusal:
        name = next(iter(refusal.errors))
        return page(passage.at(passage.page_of(name)), clothes, refusal.errors)
    except SurveyClosed:
        return shut(survey, clothes, passage), GONE_STATUS
    except AlreadyAnswered as refusal:
        return already(survey, clothes, refusal.message), GONE_STATUS
    except WrongCode as refusal:
        guess_throttle.note_wrong("survey")
        return _ask_proof(_refused(Way.CODE, refusal), passage, clothes)
    template = "surveys/tablet_thanks.html" if clothes.is_shared else "surveys/thanks.html"
    return render_template(template, survey=survey, receipt=receipt, clothes=clothes), 201


def keep(passage: Passage) -> ResponseReturnValue:
    """Left half way: its code, shown once."""
    code, expires_on = services.keep_draft(passage.survey, passage.content(), passage.form_key)
    address = whole("surveys.resume", slug=passage.survey.slug)
    return render_template(
        "surveys/saved.html",
        survey=passage.survey,
        code=code,
        expires_on=expires_on,
        qr_uri=qr.data_uri(address, code),
    )


def resume(passage: Passage) -> ResponseReturnValue:
    """Go on where it was left; a code or a document is asked for again, because it was not kept."""
    survey, clothes = passage.survey, own(passage.survey)
    if _needs_proof(survey):
        return _ask_proof(FORMS[proofs.WAYS[survey.level]](formdata=None), passage, clothes)
    return page(passage, clothes)


def shut(survey: Survey, clothes: Clothes, passage: Passage | None = None) -> str:
    """Not open yet, or over: what to do. `passage` is what somebody was writing meanwhile."""
    return render_template(
        "surveys/shut.html",
        survey=survey,
        clothes=clothes,
        is_early=not survey.is_over and survey.opens_at > now(),
        lost=_all_said(passage) if passage is not None and passage.answers else [],
    )


def already(survey: Survey, clothes: Clothes, why: str) -> str:
    return render_template("surveys/already.html", survey=survey, clothes=clothes, why=why)


def _needs_proof(survey: Survey) -> bool:
    return proofs.WAYS[survey.level] in FORMS


def _ask_proof(form: ProofForm, passage: Passage, clothes: Clothes) -> ResponseReturnValue:
    html = render_template("surveys/start.html", survey=passage.survey, passage=passage, clothes=clothes, form=form)
    return html, WRONG_STATUS if form.errors else FORWARD_STATUS


def _take_proof(passage: Passage, clothes: Clothes) -> ResponseReturnValue:
    """Look at the code or the document before anybody answers for nothing."""
    survey = passage.survey
    form = FORMS[proofs.WAYS[survey.level]]()
    if not form.validate():
        return _ask_proof(form, passage, clothes)
    proof = form.proof()
    if proof.way is Way.CODE and not _is_known(survey, proof):
        return _ask_proof(_refused(Way.CODE, WrongCode(services.NO_CODE), form), passage, clothes)
    if proof.way is Way.DOCUMENT:
        guess_throttle.check("survey")
    if services.has_answered(survey, proof, passage.form_key):
        guess_throttle.note_wrong("survey")  # nobody finds out by trying number after number who took part
        return already(survey, clothes, services.TWICE[proof.way]), GONE_STATUS
    return page(passage, clothes)


def _is_known(survey: Survey, proof: Proof) -> bool:
    guess_throttle.check("survey")
    is_known = proofs.is_well_formed(proof.value) and queries.has_code(survey, proof.value)
    if not is_known:
        guess_throttle.note_wrong("survey")
    return is_known


def _refused(way: Way, refusal: DomainError, form: ProofForm | None = None) -> ProofForm:
    shown = form if form is not None else FORMS[way]()
    shown.refuse(shown.main_field, refusal.message)
    return shown


def _proof(passage: Passage, clothes: Clothes) -> Proof:
    match proofs.WAYS[passage.survey.level]:
        case Way.CODE:
            return proofs.by_code(passage.proof.get("single_use_code", ""))
        case Way.DOCUMENT:
            return FORMS[Way.DOCUMENT].told(passage.proof)
        case Way.ACCOUNT:
            return proofs.by_account(access.signed_in())
    return BY_FORM if clothes.is_shared else proofs.by_device(device.greet().name)


def _looks_stuffed(passage: Passage, clothes: Clothes) -> bool:
    """Only where the survey says that it looks. A retry is not looked at twice: it adds nothing."""
    if passage.survey.level is not Level.CHECKED or clothes.is_shared:
        return False
    watch: Watch = current_app.extensions.setdefault("survey_watch", Watch())
    sight = sight_of(
        monotonic(), passage.survey.id, request.remote_addr or "", passage.answers, device.greet().is_fresh
    )
    trap = bool(request.form.get("website", "").strip())
    return watch.looks_stuffed(sight) or device.is_hasty(passage.opened) or trap
