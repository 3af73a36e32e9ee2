"""The therapist's portal. Pages of one course live under people/<client>/."""

from django.urls import path

from kinweave.therapist.views import (
    agreement,
    alerts,
    alerts_plan,
    care,
    carer,
    caseload,
    circle,
    course,
    ending,
    following,
    formulation,
    inventory,
    measures,
    newcomers,
    notes,
    psychoeducation,
    reading,
    review,
    rhythm,
    rhythm_write,
    room,
    sessions,
    suitability,
    timeline,
    today,
    unsaved,
    worksheets,
    workspace,
)

app_name = "therapist"
urlpatterns = [
    path("", today.today, name="today"),
    path("people/", caseload.caseload, name="caseload"),
    path("people/new/", newcomers.newcomer, name="newcomer"),
    path("people/<uuid:client_id>/", course.course, name="course"),
    # words in long forms, kept while they are typed
    path("people/<uuid:client_id>/unsaved/<slug:form>/", unsaved.keep, name="unsaved"),
    path("people/<uuid:client_id>/unsaved/<slug:form>/leave/", unsaved.leave, name="unsaved_leave"),
    # formulation
    path("people/<uuid:client_id>/formulation/", formulation.formulation, name="formulation"),
    path("people/<uuid:client_id>/formulation/write/", formulation.write, name="formulation_write"),
    path("people/<uuid:client_id>/formulation/keep/", formulation.keep, name="formulation_keep"),
    path("people/<uuid:client_id>/formulation/new/", formulation.new, name="formulation_new"),
    path("people/<uuid:client_id>/formulation/share/", formulation.share, name="formulation_share"),
    path("people/<uuid:client_id>/formulation/answer/", formulation.together, name="formulation_answer"),
    path(
        "people/<uuid:client_id>/formulation/<int:number>/", formulation.version, name="formulation_version"
    ),
    path(
        "people/<uuid:client_id>/formulation/<int:before>/<int:after>/",
        formulation.compare,
        name="formulation_compare",
    ),
    # who takes part, how to reach the client, handing over
    path("people/<uuid:client_id>/care/", care.care, name="care"),
    path("people/<uuid:client_id>/care/contact/", care.care_contact, name="care_contact"),
    path("people/<uuid:client_id>/care/invite/", care.invite_again, name="care_invite"),
    path("people/<uuid:client_id>/care/supervisor/", care.ask_supervisor, name="care_supervisor"),
    path(
        "people/<uuid:client_id>/care/supervisor/<uuid:care_id>/end/",
        care.end_supervision,
        name="care_end_supervision",
    ),
    path("people/<uuid:client_id>/care/hand-over/", care.hand_over, name="care_hand_over"),
    # symptoms, suitability, what was explained
    path("people/<uuid:client_id>/suitability/", suitability.suitability, name="suitability"),
    path("people/<uuid:client_id>/suitability/write/", suitability.write, name="suitability_write"),
    path("people/<uuid:client_id>/suitability/keep/", suitability.keep, name="suitability_keep"),
    path("people/<uuid:client_id>/suitability/decide/", suitability.decide, name="suitability_decide"),
    path(
        "people/<uuid:client_id>/suitability/decided/<int:number>/",
        suitability.decision,
        name="suitability_decision",
    ),
    path("people/<uuid:client_id>/explained/", psychoeducation.psychoeducation, name="psychoeducation"),
    path("people/<uuid:client_id>/explained/write/", psychoeducation.write, name="psychoeducation_write"),
    # short pages to read, and sending one
    path("people/<uuid:client_id>/reading/", reading.reading, name="reading"),
    path("people/<uuid:client_id>/reading/<slug:code>/", reading.lesson, name="lesson"),
    # alerts and the safety plan
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/take/", alerts.take, name="alert-take"),
    path("alerts/<uuid:alert_id>/contact/", alerts.contact, name="alert-contact"),
    path("alerts/<uuid:alert_id>/decide/", alerts.decide, name="alert-decide"),
    path("alerts/<uuid:alert_id>/put-off/", alerts.snooze, name="alert-snooze"),
    path("alerts/<uuid:alert_id>/close/", alerts.close, name="alert-close"),
    path("people/<uuid:client_id>/safety-plan/", alerts_plan.safety_plan, name="safety-plan"),
    path("people/<uuid:client_id>/safety-plan/edit/", alerts_plan.safety_plan_edit, name="safety-plan-edit"),
    # measures
    path("people/<uuid:client_id>/measures/", measures.measures, name="measures"),
    path("people/<uuid:client_id>/measures/ask/", measures.ask, name="measures_ask"),
    path("people/<uuid:client_id>/measures/enter/<slug:code>/", measures.enter, name="measures_enter"),
    path(
        "people/<uuid:client_id>/measures/asked/<uuid:assignment_id>/withdraw/",
        measures.withdraw,
        name="measures_withdraw",
    ),
    path(
        "people/<uuid:client_id>/measures/answers/<uuid:response_id>/",
        measures.correct,
        name="measures_correct",
    ),
    # the daily rhythm
    path("people/<uuid:client_id>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("people/<uuid:client_id>/rhythm/begin/", rhythm.begin, name="rhythm_begin"),
    path("people/<uuid:client_id>/rhythm/end/", rhythm.end, name="rhythm_end"),
    path("people/<uuid:client_id>/rhythm/paper/", rhythm_write.paper, name="rhythm_paper"),
    path("people/<uuid:client_id>/rhythm/<slug:on>/", rhythm_write.day, name="rhythm_day"),
    # agreement
    path("people/<uuid:client_id>/agreement/", agreement.agreement, name="agreement"),
    path("people/<uuid:client_id>/agreement/write/", agreement.write, name="agreement_write"),
    path("people/<uuid:client_id>/agreement/sign/", agreement.sign, name="agreement_sign"),
    path("people/<uuid:client_id>/agreement/<int:number>/", agreement.version, name="agreement_version"),
    # inventory and circle
    path("people/<uuid:client_id>/inventory/", inventory.inventory_list, name="inventory"),
    path("people/<uuid:client_id>/inventory/add/", inventory.add, name="inventory_add"),
    path("people/<uuid:client_id>/inventory/complete/", inventory.complete, name="inventory_complete"),
    path("people/<uuid:client_id>/inventory/<uuid:person_id>/", inventory.person, name="person"),
    path(
        "people/<uuid:client_id>/inventory/<uuid:person_id>/remove/", inventory.remove, name="person_remove"
    ),
    path(
        "people/<uuid:client_id>/inventory/<uuid:person_id>/bring-back/",
        inventory.bring_back,
        name="person_bring_back",
    ),
    path(
        "people/<uuid:client_id>/inventory/<uuid:person_id>/<slug:code>/", inventory.part, name="person_part"
    ),
    path("people/<uuid:client_id>/circle/move/", circle.move, name="circle_move"),
    path("people/<uuid:client_id>/circle/keep/", circle.keep, name="circle_keep"),
    path("people/<uuid:client_id>/circle/compare/", circle.compare, name="circle_compare"),
    # timeline
    path("people/<uuid:client_id>/timeline/", timeline.timeline, name="timeline"),
    path("people/<uuid:client_id>/timeline/add/<slug:kind>/", timeline.add, name="timeline_add"),
    path("people/<uuid:client_id>/timeline/tie/", timeline.tie, name="tie"),
    path("people/<uuid:client_id>/timeline/tie/<uuid:link_id>/", timeline.untie, name="untie"),
    path(
        "people/<uuid:client_id>/timeline/moment/<uuid:row_id>/standing/",
        timeline.moment,
        name="moment_standing",
    ),
    path(
        "people/<uuid:client_id>/timeline/event/<uuid:row_id>/",
        timeline.row,
        {"kind": "event"},
        name="timeline_event",
    ),
    path("people/<uuid:client_id>/timeline/<slug:kind>/<uuid:row_id>/", timeline.row, name="timeline_row"),
    path(
        "people/<uuid:client_id>/timeline/<slug:kind>/<uuid:row_id>/remove/",
        timeline.remove,
        name="timeline_remove",
    ),
    # sessions, the room and notes
    path("people/<uuid:client_id>/room/", room.room, name="room"),
    path("people/<uuid:client_id>/sessions/", sessions.sessions, name="sessions"),
    path("people/<uuid:client_id>/sessions/new/", sessions.new_session, name="session-new"),
    path("people/<uuid:client_id>/sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("people/<uuid:client_id>/sessions/<uuid:session_id>/note/", notes.note, name="note"),
    path(
        "people/<uuid:client_id>/sessions/<uuid:session_id>/note/countersign/",
        notes.countersign,
        name="note-countersign",
    ),
    path("people/<uuid:client_id>/sessions/<uuid:session_id>/room/", room.session_room, name="session-room"),
    path(
        "people/<uuid:client_id>/sessions/<uuid:session_id>/room/begin/", room.room_begin, name="room-begin"
    ),
    path(
        "people/<uuid:client_id>/sessions/<uuid:session_id>/room/save/",
        room.room_autosave,
        name="room-autosave",
    ),
    path(
        "people/<uuid:client_id>/sessions/<uuid:session_id>/room/merge/", room.room_merge, name="room-merge"
    ),
    # worksheets and the workspaces of problem areas
    path("people/<uuid:client_id>/worksheets/", worksheets.give, name="worksheet-give"),
    path("people/<uuid:client_id>/worksheets/<uuid:entry_id>/", worksheets.worksheet, name="worksheet"),
    path(
        "people/<uuid:client_id>/worksheets/<uuid:entry_id>/save/",
        worksheets.worksheet_autosave,
        name="worksheet-autosave",
    ),
    path("people/<uuid:client_id>/area/<slug:code>/", workspace.area, name="area"),
    path("people/<uuid:client_id>/area/<slug:code>/mark/", workspace.area_mark, name="area-mark"),
    # review half way, and the ending
    path("people/<uuid:client_id>/review/", review.review, name="review"),
    path("people/<uuid:client_id>/ending/", ending.ending, name="ending"),
    path("people/<uuid:client_id>/ending/begin/", ending.begin, name="ending_begin"),
    path("people/<uuid:client_id>/ending/write/<slug:part>/", ending.write, name="ending_write"),
    path("people/<uuid:client_id>/ending/follow-up/", ending.follow_up, name="ending_follow_up"),
    path(
        "people/<uuid:client_id>/ending/follow-up/<uuid:follow_up_id>/cancel/",
        ending.cancel,
        name="ending_cancel",
    ),
    path("people/<uuid:client_id>/ending/close/", ending.end, name="ending_end"),
    path("people/<uuid:client_id>/ending/plan/", ending.plan, name="ending_plan"),
    path("people/<uuid:client_id>/ending/plan.pdf", ending.plan_pdf, name="ending_plan_pdf"),
    # the person who cares, where the protocol has a part for them
    path("people/<uuid:client_id>/carer/", carer.carer, name="carer"),
    # the course after, and the one before
    path("people/<uuid:client_id>/after/", following.following, name="following"),
    path("people/<uuid:client_id>/earlier/<uuid:course_id>/", following.earlier, name="earlier"),
]
