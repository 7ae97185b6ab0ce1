"""Pages for citizens."""

from participa.surveys.public import pages as pages
