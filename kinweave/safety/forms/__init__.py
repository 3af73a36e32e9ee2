"""Forms of safety: the client's own reply, the safety plan, and what staff write about an alert."""

from kinweave.safety.forms.alert import ContactForm, DispositionForm, SnoozeForm
from kinweave.safety.forms.plan import PlanForm
from kinweave.safety.forms.reply import ReplyForm

__all__ = ["ContactForm", "DispositionForm", "PlanForm", "ReplyForm", "SnoozeForm"]
