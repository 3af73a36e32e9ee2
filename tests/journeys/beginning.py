"""From the invitation to the decision to start: what therapist and client do before they have an agreement."""

from __future__ import annotations

from tests.journeys.checkin import answer_all, answer_one_by_one
from tests.journeys.scenes import PASSWORD
from tests.journeys.story import Story

SCREENS = (
    "Safety now",
    "Times of unusually high mood",
    "Unusual experiences",
    "Alcohol, drugs, other substances",
    "The body",
    "Fear or violence at home",
    "Is depression the main problem?",
    "Age",
)


def take_on(told: Story, name: str = "Rosa Lind", number: str = "N-101") -> None:
    """Miriam takes on a client; the link that comes of it is opened on the client's phone."""
    told.miriam_in().follow("Take on a client").at("therapist:newcomer")
    told.miriam.write("Name", name).write("number for this person", number).write(
        "E-mail address", told.email
    )
    told.miriam.write("What brings them", "Since we moved I do not know who I am any more.")
    told.miriam.press("Open a record and invite").sees(f"{name} has a record")
    link = told.miriam.field("Invitation link").input_value()
    told.miriam.follow("Open the course").at("therapist:course").sees("No problem area agreed yet")
    told.client_id = told.miriam.page.url.rstrip("/").split("/")[-1]
    told.rosa.goto(link).write("Choose a password", PASSWORD).press("Open my account").at("client:start_step")


def first_pages(told: Story) -> None:
    """What this is, consent with the limits of confidentiality, and how Rosa can be reached."""
    rosa = told.rosa.sees("What this is").press("Go on").sees("What you agree to", "a court orders it")
    rosa.choose("Yes, I agree").press("Go on")
    rosa.write("Your telephone number", "07700 900123").press("Save and go on")
    rosa.write("Where you usually are", "4 Mill Lane, Northgate").press("Save and go on")
    rosa.write("Who should be called", "My sister Ana").write("Their telephone number", "not now")
    rosa.press("Save and go on").sees("Nothing you wrote is lost", "write the number in figures")
    rosa.write("Their telephone number", "0117 496 0123").press("Save and go on")
    rosa.press("I’d rather say this in the room").sees("Keeping it private").press("Go on")
    rosa.sees("The first questions", "There are no right answers")


def first_answers(told: Story) -> None:
    """The first measures, one question a screen and then all on one page."""
    rosa = told.rosa.press("Begin the questions").at("client:question")
    answer_one_by_one(rosa, 2, 2, 2, 2, 1, 2, 1, 1, 0, 1)
    rosa.follow("See all questions on one page")
    answer_all(rosa, 2, 2, 1, 1, 1, 2, 0, 1)
    rosa.at("client:thanks").follow("Go to your first page").sees("Rosa")


def review(told: Story) -> None:
    """Symptoms, every screen asked, and the decision to start with its reason."""
    miriam = told.record("suitability/").sees("Nothing is written yet").follow("Begin the review")
    miriam.write("When this episode began", "July 2026")
    miriam.unfold("Low mood").pick("Low mood", "clearly")
    for screen in SCREENS:
        miriam.unfold(screen)
        miriam.folded(screen).get_by_label("How far this has got").select_option(label="asked, nothing found")
    miriam.pick("Was the client alone", "yes").write("Diagnosis, in words", "Depressive episode, moderate")
    miriam.write("How safe the client is now", "Talked through; no thoughts of dying at present.")
    miriam.press("Save", exact=True).at("therapist:suitability").sees(
        "No rule of the protocol stands against"
    )
    miriam.choose("start this course").write("Why", "Depression that came with a clear change in her life.")
    miriam.press("Record the decision").sees("The decision is recorded")


def explain(told: Story) -> None:
    """What was explained, and what may be put down for a time."""
    miriam = told.record("explained/").follow("Write it down").choose("an illness with a name, not a failing")
    miriam.write("How you named it together", "Depression. It came with the move.")
    miriam.write("What may be put down for now", "Having his family to stay")
    miriam.write("What is kept up", "Walking the dog").write("Line 1, Who", "Ana")
    miriam.press("Save", exact=True).sees("Having his family to stay")
