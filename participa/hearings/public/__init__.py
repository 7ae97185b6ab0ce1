"""Pages for everybody: the room, its phones, the big screen."""
