"""The client's portal. One file of routes per noun; each noun adds its list here."""

from django.urls import path

from kinweave.client.views import (
    checkin,
    circle,
    home,
    people,
    plan,
    progress,
    reading,
    record,
    record_download,
    rhythm,
    safety,
    sessions,
    start,
    steps,
    timeline,
    unsaved,
    worksheets,
)

app_name = "client"
urlpatterns = [
    path("", home.home, name="home"),
    # words in long forms, kept while they are typed
    path("unsaved/<slug:form>/", unsaved.keep, name="unsaved"),
    path("unsaved/<slug:form>/leave/", unsaved.leave, name="unsaved_leave"),
    # the first pages after an invitation
    path("start/", start.start, name="start"),
    path("start/done/", start.start_done, name="start_done"),
    path("start/<slug:code>/", start.start_step, name="start_step"),
    # my record
    path("record/", record.record, name="record"),
    path("record/for-now/", record.record_for_now, name="for_now"),
    path("record/contact/", record.record_contact, name="record_contact"),
    path("record/agreed/<uuid:consent_id>/take-back/", record.record_withdraw, name="record_withdraw"),
    path("record/looks/", record.record_looks, name="record_looks"),
    path("record/sign-out-others/", record.record_end_others, name="record_end_others"),
    path("record/download/", record_download.record_download, name="record_download"),
    # the check-in, and what came of it
    path("check-in/", checkin.check_in, name="check_in"),
    path("check-in/not-today/", checkin.not_today, name="not_today"),
    path("check-in/sent/", checkin.thanks, name="thanks"),
    path("check-in/<uuid:assignment_id>/", checkin.question, name="question"),
    path("check-in/<uuid:assignment_id>/all/", checkin.all_questions, name="all_questions"),
    path("check-in/<uuid:assignment_id>/look-over/", checkin.look_over, name="look_over"),
    path("mood/", checkin.mood, name="mood"),
    path("progress/", progress.progress, name="progress"),
    # my daily rhythm
    path("rhythm/", rhythm.rhythm, name="rhythm"),
    path("rhythm/<slug:on>/", rhythm.rhythm_day, name="rhythm_day"),
    # help and the safety plan
    path("help/", safety.help_now, name="help"),
    path("safety-plan/", safety.safety_plan, name="safety-plan"),
    path("safety-plan/edit/", safety.safety_plan_edit, name="safety-plan-edit"),
    # the plan: formulation, agreement, goals, staying well
    path("plan/", plan.plan, name="plan"),
    path("plan/formulation/", plan.formulation, name="formulation"),
    path("plan/agreement/", plan.agreement, name="agreement"),
    path("plan/goals/", plan.goals, name="goals"),
    path("plan/staying-well/", plan.staying_well, name="staying_well"),
    path("plan/staying-well/edit/", plan.staying_well_edit, name="staying_well_edit"),
    path("plan/staying-well.pdf", plan.staying_well_pdf, name="staying_well_pdf"),
    # short pages to read
    path("reading/", reading.reading, name="reading"),
    path("reading/<slug:code>/", reading.lesson, name="lesson"),
    # worksheets, steps, the next session
    path("worksheets/", worksheets.worksheets, name="worksheets"),
    path("worksheets/<uuid:entry_id>/", worksheets.worksheet, name="worksheet"),
    path("worksheets/<uuid:entry_id>/save/", worksheets.worksheet_autosave, name="worksheet-autosave"),
    path("steps/<uuid:step_id>/", steps.step, name="step"),
    path("session/", sessions.session, name="session"),
    # my people and my circle
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="person_add"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/remove/", people.remove, name="person_remove"),
    path("people/<uuid:person_id>/bring-back/", people.bring_back, name="person_bring_back"),
    path("people/<uuid:person_id>/<slug:code>/", people.part, name="person_part"),
    path("circle/move/", circle.move, name="circle_move"),
    path("circle/keep/", circle.keep, name="circle_keep"),
    path("circle/compare/", circle.compare, name="circle_compare"),
    # my timeline
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline/moment/", timeline.moment, name="moment"),
    path("timeline/add/<slug:kind>/", timeline.add, name="timeline_add"),
    path("timeline/tie/", timeline.tie, name="tie"),
    path("timeline/tie/<uuid:link_id>/", timeline.untie, name="untie"),
    path("timeline/<slug:kind>/<uuid:row_id>/", timeline.row, name="timeline_row"),
    path("timeline/<slug:kind>/<uuid:row_id>/remove/", timeline.remove, name="timeline_remove"),
]
