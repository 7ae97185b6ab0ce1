"""Shape of what is typed about dialogue spaces."""

from participa.events.forms.filters import CalendarForm
from participa.events.forms.programme import (
    ActivityForm,
    ItemForm,
    MemoriaForm,
    NewDocumentForm,
    NewMemoriaForm,
    NewStepForm,
    PhotoForm,
    StepForm,
)
from participa.events.forms.series import SeriesForm
from participa.events.forms.spaces import (
    AccessForm,
    BasicsForm,
    EventForm,
    MethodForm,
    MoveForm,
    PartForm,
    RescheduleForm,
    TopicsForm,
    WhenForm,
    WindowsForm,
)

__all__ = [
    "AccessForm",
    "ActivityForm",
    "BasicsForm",
    "CalendarForm",
    "EventForm",
    "ItemForm",
    "MemoriaForm",
    "MethodForm",
    "MoveForm",
    "NewDocumentForm",
    "NewMemoriaForm",
    "NewStepForm",
    "PartForm",
    "PhotoForm",
    "RescheduleForm",
    "SeriesForm",
    "StepForm",
    "TopicsForm",
    "WhenForm",
    "WindowsForm",
]
