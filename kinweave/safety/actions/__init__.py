"""The only writers of alerts and safety plans."""

from kinweave.safety.actions.answer import acknowledge, close, log_contact, record_disposition, snooze
from kinweave.safety.actions.escalate import adopt_orphans, escalate_due
from kinweave.safety.actions.plan import save_plan
from kinweave.safety.actions.raising import raise_alert, record_reply

__all__ = [
    "acknowledge",
    "adopt_orphans",
    "close",
    "escalate_due",
    "log_contact",
    "raise_alert",
    "record_disposition",
    "record_reply",
    "save_plan",
    "snooze",
]
