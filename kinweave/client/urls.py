"""The client's portal. One file of routes per noun; each noun adds its list here."""

from django.urls import path

from kinweave.client.views import checkin, home, plan, progress, safety

app_name = "client"
urlpatterns = [
    path("", home.home, name="home"),
    # the check-in, and what came of it
    path("check-in/", checkin.check_in, name="check_in"),
    path("check-in/not-today/", checkin.not_today, name="not_today"),
    path("check-in/sent/", checkin.thanks, name="thanks"),
    path("check-in/<uuid:assignment_id>/", checkin.question, name="question"),
    path("check-in/<uuid:assignment_id>/all/", checkin.all_questions, name="all_questions"),
    path("check-in/<uuid:assignment_id>/look-over/", checkin.look_over, name="look_over"),
    path("mood/", checkin.mood, name="mood"),
    path("progress/", progress.progress, name="progress"),
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
]
