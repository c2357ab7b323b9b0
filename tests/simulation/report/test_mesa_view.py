"""Mesa's own viewer on the province. Its 280 MB are in the extra `classroom`, which CI and who asks for it have."""

import os

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("solara", reason="extra `classroom`: uv run --extra classroom --group test pytest")
import solara

from simulation.mesa_model import ProvinceModel
from simulation.report import mesa_view


@pytest.mark.filterwarnings("ignore")
def test_the_page_is_rendered_and_the_chart_follows_the_model():
    page = mesa_view.mesa_page(ProvinceModel, scenario="inner_mongolia", scale=0.0005, months=3)
    box, context = solara.render(page, handle_error=False)
    assert box.children
    context.close()
    model = ProvinceModel("inner_mongolia", scale=0.0005, months=3, warm_up=12)
    model.step()
    chart = mesa_view.offices_chart(model).axes[0]
    worked = sum(bar.get_width() for bar in chart.containers[1])
    assert worked == pytest.approx(sum(agent.booked for agent in model.offices) / 60)
    assert worked > 0
