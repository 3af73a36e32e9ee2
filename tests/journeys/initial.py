"""The initial phase: people and circle, timeline, formulation with the client's answer, agreement."""

from __future__ import annotations

from tests.journeys.story import Story, friday

LINE = "I lost who I was when we moved"
PEOPLE = (
    ("Ana", "brother or sister", "very close", "support"),
    ("Tom", "partner", "close", "support and strain"),
    ("Bea", "friend", "further away", "support"),
    ("Mr Kay", "boss", "further away", "strain"),
)


def people(told: Story) -> None:
    """Rosa names her people; each stands in the circle and in the list."""
    rosa = told.rosa.goto("/my/people/add/")
    for name, tie, ring, brings in PEOPLE:
        rosa.write("What do you call them?", name).pick("What are they to you?", tie)
        rosa.pick("How close are they", ring).pick("What does this tie bring", brings)
        rosa.press("Add, and then someone else")
    rosa.follow("That is all for now").sees("4 people: 1 very close, 1 close, 2 further away")
    rosa.follow("Tom", within=rosa.page.locator("#main li")).at("client:person")
    rosa.follow("Write what is good and what is hard").at("client:person_part")
    rosa.page.get_by_role("textbox").first.fill("He sings in the kitchen")
    rosa.page.locator("main form button").first.click()
    rosa.page.wait_for_load_state()
    rosa.look_over()
    rosa.goto("/my/circle/keep/").write("Is anybody missing", "The neighbours we had").press(
        "Keep this circle"
    )
    rosa.at("client:people").sees("at the start")
    miriam = told.record("inventory/").sees("4 people").press("The inventory is taken")
    miriam.follow("Tom", within=miriam.page.locator("#main li")).sees("He sings in the kitchen")


def timeline(told: Story) -> None:
    """What happened and how it was; the move is tied to Tom, and seen from both sides."""
    rosa = told.rosa.goto("/my/timeline/").sees("Nothing is on the timeline yet")
    rosa.follow("Add something that happened").write("What happened", "Moved for Tom’s new post")
    rosa.write("When?", "July 2026").pick("What sort of thing", "a move").choose("Tom", "Who was part of it?")
    rosa.write("How was your mood then", "-3").press("Save", exact=True).sees("Moved for Tom’s new post")
    rosa.follow("Mark when it began").write("When did this low time begin", "August 2026").press(
        "Save", exact=True
    )
    rosa.follow("Add how your mood was").write("When?", "September 2026").write("How was your mood then", "2")
    rosa.press("Save", exact=True).follow("Write down a moment").pick("Who was it with", "Tom")
    rosa.write("What was said or done", "“You will settle in.” I went quiet.").write(
        "How did it leave you", "Small"
    )
    rosa.press("Save", exact=True)
    told.record("timeline/").sees("Moved for Tom’s new post", "I went quiet", "Tom")
    told.miriam.follow("Tie things together").pick("What happened", "Moved for Tom’s new post, July 2026")
    told.miriam.pick("Who", "Tom").write("in a sentence", "Since then I am only somebody’s wife.")
    told.miriam.press("Save", exact=True).sees("only somebody’s wife")


def formulation(told: Story, answer: str = "yes, this is it") -> None:
    """Evidence side by side, a statement in plain words, and a real answer on the phone."""
    miriam = told.record("formulation/").sees("facts of the record; you decide", "Moved for Tom’s new post")
    miriam.follow("Write the formulation").write("One line, in the client", LINE)
    miriam.write("The statement", "Since the move you have lost the roles in which you knew who you were.")
    miriam.choose("A big change in life", "Problem area").write(
        "Why this area", "It began weeks after the move."
    )
    miriam.press("Save", exact=True).sees("only you see it").press("Show it to the client")
    told.rosa.goto("/my/").sees("Miriam has written down what this may be about").follow("Read it")
    told.rosa.sees("It is right only if you say so").choose(answer).press("Send my answer")
    told.rosa.sees("What you and your therapist have agreed on")
    told.record().sees(LINE, "Formulation agreed by the client")


def agreement(told: Story, sessions: str = "12 sessions") -> None:
    """Number, day, goals; the therapist signs, then the client on the phone."""
    miriam = told.record("agreement/").follow("Write the agreement").choose(sessions)
    miriam.write("Day of the next session", friday(1).date().isoformat())
    for number, (goal, known, now) in enumerate(
        [
            ("Say to Tom what I need", "We have talked twice without a row", "2"),
            ("See a friend every week", "A coffee each week", "1"),
        ],
        start=1,
    ):
        miriam.write(f"Line {number}, What the client wants", goal).write(f"Line {number}, How you", known)
        miriam.write(f"Line {number}, Now", now)
    miriam.press("Save", exact=True).sees("not in force yet", "If it is not better by the middle")
    miriam.choose("I have read this").press("Sign for myself").sees("It waits for the client")
    rosa = told.rosa.goto("/my/").sees("Your agreement is ready").follow("Read the agreement")
    rosa.choose("I have read").press("Sign").sees("You have signed. It stays as it is now")
    rosa.goto("/my/").sees("You meet Miriam", "session 1 of 12")
