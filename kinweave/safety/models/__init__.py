"""Alerts, what was done about each, and safety plans."""

from kinweave.safety.models.alert import Alert, AlertStep, Contact, Disposition, Kind, Safe, Tier
from kinweave.safety.models.plan import SafetyPlan

__all__ = ["Alert", "AlertStep", "Contact", "Disposition", "Kind", "Safe", "SafetyPlan", "Tier"]
