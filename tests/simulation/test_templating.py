"""Templates: what is filled in is escaped, and nothing that is missing goes unseen."""

import jinja2
import pytest

from simulation.templating import rendered

TEMPLATE = ("simulation.calculator", "explanation.html")


def test_what_is_filled_in_is_escaped() -> None:
    page = rendered(*TEMPLATE, verdict="a < b & c", headings=["<th>"], rows=[["<script>", "低保"]])
    assert "<p><b>a &lt; b &amp; c</b></p>" in page
    assert "<th>&lt;th&gt;</th>" in page
    assert "<td>&lt;script&gt;</td><td>低保</td>" in page


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError, match="rows"):
        rendered(*TEMPLATE, verdict="", headings=[])
    with pytest.raises(jinja2.TemplateNotFound, match=r"explanations\.html"):
        rendered("simulation.calculator", "explanations.html")
