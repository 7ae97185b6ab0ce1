"""How long the traces of the form about groups stay."""

from participa.differential import services
from participa.shared.retention import Rule

USED_PERMITS = Rule(
    key="enfoque.permisos",
    form="Enfoque diferencial",
    data="La señal de que un permiso ya se usó. No dice quién respondió ni qué.",
    purpose="Que cada permiso cuente una sola vez.",
    days=30,
    since="el día del espacio",
    afterwards="Se borra. Quedan solo las sumas, que no son de nadie.",
    erase=services.forget_permits,
)
