"""Lists of short entries: long words are seen whole, and stay one line."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from kinweave.treatment.forms.rows import Column, RowsField


class Goals(forms.Form):
    goals = RowsField(Column("text", "What for", said=True), Column("now", "Now", "number"))
    away = RowsField(Column("day", "A day in that week", "date"))


def posted(**values: str) -> Goals:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.appendlist(name.replace("_", "-"), value)
    return Goals(data)


def test_long_words_are_shown_whole_and_short_ones_stand_in_a_row() -> None:
    page = Goals(initial={"goals": [{"text": "To have one person I can ring <here>", "now": 4}]}).as_p()
    assert '<textarea id="id_goals_1_text"' in page
    assert "To have one person I can ring &lt;here&gt;</textarea>" in page
    assert '<input id="id_goals_1_now"' in page
    assert '<ol class="row-set in-a-row" data-rows="away">' in page


def test_an_entry_written_over_several_lines_is_kept_as_one() -> None:
    form = posted(goals_text="To ring Kate\r\non a bad evening", goals_now="3", away_day="2026-12-25")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["goals"] == [{"text": "To ring Kate on a bad evening", "now": 3}]
