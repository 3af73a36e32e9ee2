"""Pictures: what a service draws reaches a page only as shapes we wrote out, and hostile files do not at all."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.pictures import (
    ATTRIBUTES,
    CLASSES,
    LARGEST,
    SHAPES,
    Picture,
    PictureError,
    read_picture,
    with_picture,
)

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"'
TEXTS = "<title>Two people</title><desc>A line joins them.</desc>"
CIRCLE = '<circle class="acc-f" cx="100" cy="100" r="16"/>'


def svg(shapes: str = CIRCLE, *, head: str = HEAD, texts: str = TEXTS, root: str = "") -> str:
    return f"{head}{root}>{texts}{shapes}</svg>"


def refusal(text: str) -> str:
    with pytest.raises(PictureError) as refused:
        read_picture(text)
    return str(refused.value)


def test_a_picture_is_understood() -> None:
    drawn = read_picture(
        svg('<g class="ink-l"><path d="M0 0L10 10"/></g><text x="1" y="9" font-size="17">me</text>')
    )
    assert (drawn.title, drawn.description) == ("Two people", "A line joins them.")
    assert (drawn.width, drawn.height) == (400, 200)
    assert drawn.shapes == (
        '<g><g class="ink-l"><path d="M0 0L10 10"></path></g><text x="1" y="9" font-size="17">me</text></g>'
    )


def test_what_all_shapes_share_is_kept_on_the_group_around_them() -> None:
    assert read_picture(svg(root=' fill="none" stroke="none"')).shapes.startswith(
        '<g fill="none" stroke="none">'
    )


def test_words_are_escaped_anew() -> None:
    drawn = read_picture(svg('<text x="1" y="9" font-size="17">a &lt;b&gt; &amp; “c”</text>'))
    assert "a &lt;b&gt; &amp; “c”" in drawn.shapes


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ("<script>alert(1)</script>", "<script> may not stand in a picture"),
        ("<style>*{display:none}</style>", "<style> may not stand"),
        ('<image href="x.png"/>', "<image> may not stand"),
        ('<use href="#a"/>', "<use> may not stand"),
        ('<a href="https://x.example"><circle r="1"/></a>', "<a> may not stand"),
        ("<foreignObject><p>x</p></foreignObject>", "<foreignObject> may not stand"),
        ('<animate attributeName="r"/>', "<animate> may not stand"),
        ('<set attributeName="onload"/>', "<set> may not stand"),
        ("<linearGradient/>", "<linearGradient> may not stand"),
        ('<g><g><iframe src="x"/></g></g>', "<iframe> may not stand"),
        ('<h:p xmlns:h="http://www.w3.org/1999/xhtml">x</h:p>', "may not stand"),
        ('<circle r="1" onload="alert(1)"/>', "has onload"),
        ('<circle r="1" style="fill:red"/>', "has style"),
        ('<circle r="1" id="main"/>', "has id"),
        ('<circle r="1" href="#x"/>', "has href"),
        ('<circle r="1" xmlns:x="http://www.w3.org/1999/xlink" x:href="#x"/>', "href"),
        ('<circle r="1" filter="url(#f)"/>', "has filter"),
        ('<circle r="1" fill="#ff0000"/>', "has fill='#ff0000', which cannot be read"),
        ('<circle r="1" fill="url(#x)"/>', "has fill='url(#x)'"),
        ('<circle r="1" class="button"/>', "has the class button"),
        ('<circle r="javascript:1"/>', "has r='javascript:1'"),
        ('<circle r="1e9"/>', "has r='1e9'"),
        ('<circle r="99999"/>', "has r='99999'"),
        ('<path d="M0 0 url(x)"/>', "has d='M0 0 url(x)'"),
        ('<g transform="matrix(1 0 0 1 0 0)"><circle r="1"/></g>', "has transform"),
        ("<g>words</g>", "has stray words at <g>: 'words'"),
        ('<circle r="1"/>words', "has stray words at <circle>: 'words'"),
        ('<text x="1" y="1" font-size="17">a<g/></text>', "<text> holds words only"),
        ('<text x="1" y="1" font-size="16">a</text>', "font-size of at least 16.7 to be read on a phone"),
        ('<text x="1" y="1">a</text>', "font-size of at least 16.7"),
        ("", "shows nothing"),
    ],
)  # fmt: skip
def test_anything_but_plain_shapes_is_refused_by_name(shapes: str, said: str) -> None:
    assert said in refusal(svg(shapes))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg(), "may not hold <!"),
        (svg("<!-- hello -->" + CIRCLE), "may not hold <!"),
        (svg("<![CDATA[x]]>"), "may not hold <!"),
        ('<?xml-stylesheet href="x.css"?>' + svg(), "may not hold <?"),
        (svg("<circle>"), "is not well-formed SVG"),
        (svg("&evil;"), "is not well-formed SVG"),
        ("", "is not well-formed SVG"),
        (svg(head='<svg viewBox="0 0 400 200"'), "must begin with <svg xmlns"),
        (svg(head='<div xmlns="http://www.w3.org/2000/svg"').replace("</svg>", "</div>"), "must begin with <svg"),
        (svg(head='<svg xmlns="http://www.w3.org/2000/svg"'), "needs viewBox"),
        (svg(head='<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 400 200"'), "needs viewBox"),
        (svg(root=' onload="alert(1)"'), "<svg> has onload"),
        (svg(root=' width="9000px"'), "<svg> has width='9000px'"),
        (svg(texts="<title>Only a title</title>"), "needs one <desc>: what it shows"),
        (svg(texts="<desc>Only this</desc>"), "needs one <title>: what it is called"),
        (svg(texts="<title> </title><desc>x</desc>"), "needs one <title>"),
        (svg(texts=TEXTS + "<title>Again</title>"), "needs one <title>"),
        (svg(texts='<title class="t-q">x</title><desc>x</desc>'), "<title> holds words only"),
        (svg(texts="<title>x</title><desc>x<g/></desc>"), "<desc> holds words only"),
        (svg(" " * LARGEST), f"is longer than {LARGEST:,} characters"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_picture_is_refused(text: str, said: str) -> None:
    assert said in refusal(text)


@given(st.text(max_size=300))
def test_no_text_gets_through_that_is_not_shapes(text: str) -> None:
    try:
        drawn = read_picture(svg(f"{CIRCLE}{text}"))
    except PictureError:
        return
    assert only_ours(drawn.shapes)


@given(
    st.sampled_from([*sorted(SHAPES), "script", "a", "image", "style"]),
    st.dictionaries(
        st.sampled_from([*sorted(ATTRIBUTES), "onclick", "href", "style", "id"]),
        st.one_of(st.sampled_from(["1", "none", "ink-l", "M0 0", "url(x)", "red"]), st.text(max_size=12)),
        max_size=4,
    ),
)
def test_whatever_is_drawn_only_known_shapes_and_attributes_come_out(
    name: str, given_: dict[str, str]
) -> None:
    node = ElementTree.Element(name, {key: value for key, value in given_.items() if value.isprintable()})
    try:
        drawn = read_picture(svg(ElementTree.tostring(node, encoding="unicode")))
    except PictureError:
        return
    assert name in SHAPES
    assert only_ours(drawn.shapes)


def only_ours(markup: str) -> bool:
    root = ElementTree.fromstring(markup)  # noqa: S314 -- what our own code wrote
    return all(
        node.tag in SHAPES
        and set(node.attrib) <= set(ATTRIBUTES)
        and set(node.get("class", "").split()) <= CLASSES
        and not re.search(r"url|script|:", " ".join(node.attrib.values()))
        for node in root.iter()
    )


def test_every_class_a_picture_may_use_is_in_the_style_sheet() -> None:
    sheet = (Path(__file__).parents[2] / "kinweave/web/static/kinweave/components.css").read_text()
    assert {name for name in CLASSES if not re.search(rf"\.{name}\b", sheet)} == set()


# the file beside a definition


def test_a_picture_is_read_from_beside_its_definition(tmp_path: Path) -> None:
    (tmp_path / "two.svg").write_text(svg())
    content = with_picture(tmp_path / "two.toml", {"code": "two", "picture": "two.svg"})
    assert content == {"code": "two", "picture": {"file": "two.svg", "svg": svg()}}
    assert Picture.model_validate(content["picture"]).drawn.title == "Two people"


@pytest.mark.parametrize("name", ["../two.svg", "/etc/passwd", "Two.svg", "two.png", "", 7, ["two.svg"]])
def test_only_a_file_in_the_same_folder_can_be_named(tmp_path: Path, name: object) -> None:
    with pytest.raises(PictureError, match="names a file in the same folder"):
        with_picture(tmp_path / "two.toml", {"picture": name})


def test_what_is_wrong_with_the_file_names_it(tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    with pytest.raises(PictureError, match=r"two\.svg cannot be read: No such file"):
        with_picture(file, {"picture": "two.svg"})
    (tmp_path / "two.svg").write_bytes(b"\xff")
    with pytest.raises(PictureError, match=r"two\.svg is not UTF-8 text"):
        with_picture(file, {"picture": "two.svg"})
    (tmp_path / "two.svg").write_text(svg("<script/>"))
    with pytest.raises(PictureError, match=r"two\.svg <script> may not stand"):
        with_picture(file, {"picture": "two.svg"})
