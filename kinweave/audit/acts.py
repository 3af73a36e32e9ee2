"""The vocabulary of what people do to a record. A new act gets one line here and one in docs/reference/acts.md."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What was done. The value is stored; the words are what a client reads on "Who looked at my record"."""

    words: str

    def __new__(cls, value: str, words: str) -> Act:
        act = str.__new__(cls, value)
        act._value_ = value
        act.words = words
        return act

    # people
    SERVICE_CREATED = "service.created", "set up the service"
    SERVICE_CHANGED = "service.changed", "changed the service's settings"
    STAFF_ADDED = "staff.added", "added a member of staff"
    STAFF_CHANGED = "staff.changed", "changed a member of staff's roles"
    STAFF_DISABLED = "staff.disabled", "closed a member of staff's account"
    SECOND_FACTOR_RESET = "second-factor.reset", "reset a second sign-in step"
    CLIENT_ADDED = "client.added", "opened your record"
    CLIENT_INVITED = "client.invited", "sent you an invitation"
    INVITATION_USED = "invitation.used", "used an invitation"
    CARE_STARTED = "care.started", "began to take part in your care"
    CARE_ENDED = "care.ended", "stopped taking part in your care"
    CONSENT_GIVEN = "consent.given", "gave consent"
    CONSENT_WITHDRAWN = "consent.withdrawn", "withdrew consent"
    CONTACT_CHANGED = "contact.changed", "changed contact details"
    SIGNED_IN = "account.signed-in", "signed in"
    KEY_ROTATED = "vault.rotated", "changed the service's master key"
    # treatment
    COURSE_OPENED = "course.opened", "opened a course of treatment"
    CHECK_COMPLETED = "course.check", "completed a step of the course"
    # reading
    RECORD_READ = "record.read", "looked at your record"
    AUDIT_READ = "audit.read", "looked at who has seen your record"
