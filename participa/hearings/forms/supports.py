"""Forms around supports: the number of the hall, a decision, the networks of the hall."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from participa.shared.forms import BaseForm

MOST_REASON, MOST_NETWORKS = 300, 400


class HallForm(BaseForm):
    digits = StringField(
        "Número de la sala",
        validators=[InputRequired("Escriba los cuatro números de la pantalla."), Length(max=20)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 8},
    )


class DecisionForm(BaseForm):
    reason = StringField(
        "Motivo",
        validators=[
            InputRequired("Escriba el motivo: lo leen todas las personas."),
            Length(max=MOST_REASON, message="Use hasta 300 letras."),
        ],
    )


class HallNetworksForm(BaseForm):
    hall_networks = StringField(
        "Redes del Wi-Fi de la sala", validators=[Length(max=MOST_NETWORKS, message="Son demasiadas redes.")]
    )
