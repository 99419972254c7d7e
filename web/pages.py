"""The pages about the service: what it is, how accessible it is, what it keeps."""

from flask import Blueprint, render_template

from web.context import knowledge, language_of_request, settings, today
from web.language_prefix import localised
from web.starting import plan_card
from web.wording import texts

blueprint = localised(Blueprint("pages", __name__))


@blueprint.get("/about")
def about() -> str:
    """What the service is and how it answers."""
    return _page("about")


@blueprint.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement."""
    return _page("accessibility")


@blueprint.get("/privacy")
def privacy() -> str:
    """What the service keeps and what it does not."""
    return _page("privacy")


def _page(name: str) -> str:
    language, chosen = language_of_request(), settings()
    cards = [plan_card(plan, language, today()) for plan in knowledge().plans]
    parts = [
        part
        for part in texts(language)[name]["parts"]
        if part.get("needs") != "feedback" or chosen.feedback_database
    ]
    return render_template(
        "page.html", name=name, parts=parts, cards=cards, months=chosen.feedback_months
    )
