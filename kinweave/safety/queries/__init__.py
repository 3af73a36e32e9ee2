"""Reading alerts and safety plans, and the help shown in a crisis. The reader comes first; a stranger gets 404."""

from kinweave.safety.queries.alert import (
    AlertRow,
    alert,
    alerts_of,
    due_by,
    history,
    open_alerts,
    open_alerts_for,
    reach_of,
    row_of,
    unanswered_in_service,
    undiscussed,
)
from kinweave.safety.queries.help import Call, HelpNow, countries, help_for, lines_to_confirm
from kinweave.safety.queries.plan import latest_plan, plan_of, plan_versions
from kinweave.safety.queries.reach import when_answered, who_reads
from kinweave.safety.queries.service import WaitingAlert, WaitingCount, count_waiting, waiting_alerts

__all__ = [
    "AlertRow",
    "Call",
    "HelpNow",
    "WaitingAlert",
    "WaitingCount",
    "alert",
    "alerts_of",
    "count_waiting",
    "countries",
    "due_by",
    "help_for",
    "history",
    "latest_plan",
    "lines_to_confirm",
    "open_alerts",
    "open_alerts_for",
    "plan_of",
    "plan_versions",
    "reach_of",
    "row_of",
    "unanswered_in_service",
    "undiscussed",
    "waiting_alerts",
    "when_answered",
    "who_reads",
]
