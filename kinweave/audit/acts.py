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
    CARE_HANDED_OVER = "care.handed-over", "handed your care over to a colleague"
    CONSENT_GIVEN = "consent.given", "gave consent"
    CONSENT_WITHDRAWN = "consent.withdrawn", "withdrew consent"
    CONTACT_CHANGED = "contact.changed", "changed contact details"
    SIGNED_IN = "account.signed-in", "signed in"
    KEY_ROTATED = "vault.rotated", "changed the service's master key"
    # treatment
    COURSE_OPENED = "course.opened", "opened a course of treatment"
    CHECK_COMPLETED = "course.check", "completed a step of the course"
    # start, suitability, what was explained
    START_PASSED = "start.passed", "went on with the first pages"
    START_IN_THE_ROOM = "start.in-the-room", "chose to say something in the room instead"
    SUITABILITY_WRITTEN = "suitability.written", "wrote the review of symptoms and suitability"
    SUITABILITY_DECIDED = "suitability.decided", "recorded a decision about starting"
    CARER_TALKED = "carer.talked", "wrote down a talk with somebody who cares for you"
    EXPLAINED = "psychoeducation.written", "wrote down what was explained and what you may put down"
    RECORD_DOWNLOADED = "record.downloaded", "downloaded the words of the record"
    SESSIONS_ENDED = "account.sessions-ended", "ended sign-ins on other devices"
    # inventory, circle and timeline
    PERSON_ADDED = "inventory.added", "added somebody to your people"
    PERSON_CHANGED = "inventory.changed", "changed something about one of your people"
    PERSON_ARCHIVED = "inventory.archived", "took somebody out of your people"
    PERSON_BROUGHT_BACK = "inventory.brought-back", "brought somebody back to your people"
    PRIVATE_SIDE_WRITTEN = "inventory.private", "wrote a note of their own"
    PERSON_MOVED = "circle.moved", "moved somebody in your circle"
    CIRCLE_KEPT = "circle.kept", "kept a copy of your circle"
    TIMELINE_ADDED = "timeline.added", "added something to your timeline"
    TIMELINE_CHANGED = "timeline.changed", "changed something on your timeline"
    TIMELINE_ARCHIVED = "timeline.archived", "took something off your timeline"
    TIMELINE_LINKED = "timeline.linked", "tied things on your timeline together"
    TIMELINE_UNLINKED = "timeline.unlinked", "untied things on your timeline"
    MOMENT_WRITTEN = "moment.written", "wrote down a moment"
    MOMENT_PLACED = "moment.placed", "marked what became of a moment"
    # sessions, notes, worksheets, steps
    SESSION_PLANNED = "session.planned", "planned a session"
    SESSION_MOVED = "session.moved", "moved a session"
    SESSION_OPENED = "session.opened", "began a session"
    SESSION_BEGUN_WITHOUT = (
        "session.begun-without",
        "began a session before all of how to reach you was known",
    )
    ATTENDANCE_RECORDED = "session.attendance", "noted what became of a session"
    NOTE_SAVED = "note.saved", "wrote the note of a session"
    NOTE_DRAFT_KEPT = "note.draft-kept", "wrote beside a note that had changed; both texts were kept"
    NOTE_SIGNED = "note.signed", "signed the note of a session"
    NOTE_AMENDED = "note.amended", "added to a signed note"
    NOTE_COUNTERSIGNED = "note.countersigned", "countersigned the note of a session"
    PARKED = "parked.added", "set a subject aside for later"
    BROUGHT_BACK = "parked.back", "brought back a subject that had been set aside"
    AREA_MARKED = "area.marked", "noted where the work on a problem area stands"
    WORKSHEET_GIVEN = "worksheet.given", "opened a worksheet"
    WORKSHEET_SAVED = "worksheet.saved", "wrote on a worksheet"
    WORKSHEET_SHARED = "worksheet.shared", "put a worksheet on the client's side"
    WORKSHEET_FINISHED = "worksheet.finished", "finished a worksheet"
    STEP_AGREED = "step.agreed", "wrote down a step to try"
    STEP_TOLD = "step.told", "said what became of a step"
    STEP_REVIEWED = "step.reviewed", "looked back on a step in a session"
    RHYTHM_BEGUN = "rhythm.begun", "began a daily rhythm log"
    RHYTHM_ENDED = "rhythm.ended", "ended the daily rhythm log"
    RHYTHM_WRITTEN = "rhythm.written", "wrote a day of the daily rhythm"
    # measures
    MEASURE_ASKED = "measure.asked", "asked you to answer some questions"
    MEASURE_SKIPPED = "measure.skipped", "set questions aside for the day"
    MEASURE_WITHDRAWN = "measure.withdrawn", "stopped asking some questions"
    ANSWER_SAVED = "answer.saved", "saved an answer"
    RESPONSE_RECORDED = "response.recorded", "sent answers to questions"
    RESPONSE_CORRECTED = "response.corrected", "corrected answers to questions"
    RESPONSE_IMPORTED = "response.imported", "brought in a score from elsewhere"
    MOOD_RECORDED = "mood.recorded", "noted a mood"
    # safety
    ALERT_RAISED = "alert.raised", "was told of an answer that a person looks at"
    ALERT_ADDED_TO = "alert.added", "was told of a further answer that a person looks at"
    ALERT_ACKNOWLEDGED = "alert.acknowledged", "took it on to answer you"
    ALERT_ESCALATED = "alert.escalated", "passed on an answer that nobody had taken in time"
    ALERT_REASSIGNED = "alert.reassigned", "gave an answer that waits to someone else"
    ALERT_CONTACT = "alert.contact", "noted a talk with you, or an attempt to reach you"
    ALERT_DECIDED = "alert.decided", "noted what was decided about an answer of yours"
    ALERT_SNOOZED = "alert.snoozed", "put off an answer that waits"
    ALERT_CLOSED = "alert.closed", "closed an answer that was talked through"
    SAFETY_PLAN_SAVED = "safety-plan.saved", "changed the safety plan"
    # formulation, agreement, goals, review, ending
    FORMULATION_WRITTEN = "formulation.written", "wrote the formulation"
    FORMULATION_SHARED = "formulation.shared", "showed you the formulation"
    FORMULATION_ANSWERED = "formulation.answered", "recorded your answer to the formulation"
    FOCUS_CHOSEN = "course.focus", "recorded what you work on together"
    AGREEMENT_WRITTEN = "agreement.written", "wrote the agreement"
    AGREEMENT_SIGNED = "agreement.signed", "signed the agreement"
    AGREEMENT_IN_FORCE = "agreement.in-force", "put the signed agreement into force"
    SESSIONS_PLANNED = "sessions.planned", "planned the sessions of the agreement"
    GOAL_SET = "goal.set", "recorded a goal"
    GOAL_RATED = "goal.rated", "rated a goal"
    REVIEW_RECORDED = "review.recorded", "recorded the review half way"
    ENDING_OPENED = "ending.opened", "opened the ending"
    ENDING_WRITTEN = "ending.written", "wrote about the ending"
    PLAN_WRITTEN = "plan.written", "wrote in your plan for staying well"
    FOLLOW_UP_PLANNED = "follow-up.planned", "planned a meeting after the end"
    FOLLOW_UP_CANCELLED = "follow-up.cancelled", "cancelled a meeting after the end"
    COURSE_MOVED = "course.moved", "moved the course to another stage"
    COURSE_ENDED = "course.ended", "ended the course"
    # reading
    RECORD_READ = "record.read", "looked at your record"
    AUDIT_READ = "audit.read", "looked at who has seen your record"
