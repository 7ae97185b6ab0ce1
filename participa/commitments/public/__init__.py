"""Pages for everybody: what was promised, and how it goes."""

from participa.commitments.public import downloads as downloads
from participa.commitments.public import feeds as feeds
from participa.commitments.public import following as following
from participa.commitments.public import observing as observing
from participa.commitments.public import oversight as oversight
from participa.commitments.public import pages as pages
