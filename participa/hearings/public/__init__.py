"""Pages for everybody: the room, its phones, the big screen."""

from participa.hearings.public import screen as screen
