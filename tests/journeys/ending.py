"""The ending: it opens itself, feelings and gains are named, the plan is written on the phone, the course is closed."""

from __future__ import annotations

from tests.journeys.story import Story


def begins(told: Story) -> None:
    """Two sessions are left: the ending is open, and its first part is heard."""
    miriam = told.record("ending/").sees("So few sessions are left").press("Begin the ending")
    feelings = miriam.page.get_by_role("region", name="Feelings about ending")
    miriam.write("How it feels to end", "Proud, and a bit afraid of Fridays without you.", within=feelings)
    miriam.press("Save", within=feelings).finds(
        "How it feels to end", "Proud, and a bit afraid of Fridays without you."
    )
    told.record().sees("Ending")


def circle_moves(told: Story) -> None:
    """Rosa brings Bea closer by the list, and keeps the circle; the first and the last lie side by side."""
    rosa = told.rosa_in().goto("/my/people/").press("Move Bea closer").sees("1 in my life")
    rosa.goto("/my/circle/keep/").press("Keep this circle")
    told.record("circle/compare/").sees("Bea")


def plan_written(told: Story) -> None:
    """The plan for staying well, in Rosa's own words, on the phone and on paper."""
    rosa = told.rosa_in().goto("/my/plan/staying-well/").follow("Begin writing")
    rosa.write("What got better, and what I did", "I say what I need before I am angry.")
    rosa.write("Line 1, A first sign", "I stop answering Bea").write(
        "Line 1, When I see", "Three evenings in silence"
    )
    rosa.write("Line 1, I will", "Tell Tom the same day").write(
        "Line 1, What helped", "Friday coffee with Bea"
    )
    rosa.write("Line 1, Who", "Ana").write("How I come back", "Ring Northgate and ask for Miriam")
    rosa.press("Save", exact=True).at("client:staying_well").sees("I stop answering Bea", "Ana")
    told.record("ending/plan/").finds("Line 1, I will", "Tell Tom the same day")
    for who, path in ((told.rosa, "/my/plan/staying-well.pdf"), (told.miriam, pdf_of(told))):
        answer = who.context.request.get(path)
        assert answer.ok
        assert answer.body().startswith(b"%PDF")


def pdf_of(told: Story) -> str:
    return f"/work/people/{told.client_id}/ending/plan.pdf"


def closes(told: Story) -> None:
    """Gains, what comes next, a meeting afterwards, and the outcome for the record."""
    miriam = told.record("ending/").sees("Then and now", "Reliable improvement")
    gained = miriam.page.get_by_role("region", name="What was gained")
    miriam.write("What the client did that helped", "She asked; he answered.", within=gained)
    miriam.press("Save", within=gained)
    after = miriam.page.get_by_role("region", name="What comes next")
    miriam.choose("meet again to look back").press("Save", within=after)
    miriam.choose("finished as agreed").press("Record how it ends").sees("finished")
    told.record().sees("Rosa Lind")
    told.rosa_in().goto("/my/").sees("Rosa").goto("/my/plan/staying-well/").sees("I stop answering Bea")
