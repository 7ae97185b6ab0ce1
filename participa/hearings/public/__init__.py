"""Pages for everybody: the room, its phones, the big screen."""

from participa.hearings.public import archive as archive
from participa.hearings.public import asking as asking
from participa.hearings.public import entrance as entrance
from participa.hearings.public import equity as equity
from participa.hearings.public import hall as hall
from participa.hearings.public import mine as mine
from participa.hearings.public import minutes as minutes
from participa.hearings.public import phones as phones
from participa.hearings.public import rules as rules
from participa.hearings.public import screen as screen
