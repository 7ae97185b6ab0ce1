"""Pages of the team: the list, the editor, versions, preview, files that come and go."""

from participa.questionnaires.staff import conditions as conditions
from participa.questionnaires.staff import correcting as correcting
from participa.questionnaires.staff import editing as editing
from participa.questionnaires.staff import exchanging as exchanging
from participa.questionnaires.staff import keeping as keeping
from participa.questionnaires.staff import preview as preview
