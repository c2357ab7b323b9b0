"""HTML from templates: a room has its own in the folder `templates` next to its modules.

Whatever is filled in is escaped, and a name that a template asks for and does not get is an error.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment(room: str) -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(room), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip


def rendered(room: str, template: str, **values: object) -> str:
    """Template `template` of a room (`simulation.report`), filled from `values`.

    Raises jinja2.TemplateNotFound for a template that is not there and jinja2.UndefinedError for a value that is not.
    """
    return _environment(room).get_template(template).render(**values)
