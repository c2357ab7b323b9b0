"""Docstrings as Markdown."""

import re
import textwrap

CODE = re.compile(r"(`+[^`]*`+)")
SECTION = re.compile(r"^(Args|Attributes|Returns|Raises):\n", re.MULTILINE)
TITLES = {"Args": "Parameters", "Attributes": "Attributes", "Returns": "Returns", "Raises": "Raises"}


def words(text: str) -> str:
    """A docstring as Markdown: what looks like markup outside of code is text."""
    parts = CODE.split(text)
    return "".join(part if i % 2 else re.sub(r"([<>*_\[\]|#$])", r"\\\1", part) for i, part in enumerate(parts)) + "\n"


def sections(text: str) -> dict[str, str]:
    """The parts of a docstring: "" for what comes before the first section, else by its title, not indented."""
    first, *rest = SECTION.split(text)
    bodies = [textwrap.dedent(body).strip() for body in rest[1::2]]
    return {"": first.strip()} | dict(zip(rest[::2], bodies, strict=True))


def entries(text: str) -> dict[str, str]:
    """The entries `name: what it is` of a section, in its order."""
    parts = re.split(r"\n(?=\S)", text.strip())
    return {name: " ".join(said.split()) for name, _, said in (part.partition(": ") for part in parts) if said}


def described(text: str) -> str:
    """A docstring with sections as Markdown: its entries become lists, its examples blocks of code."""
    parts = sections(text)
    made = [
        f"```pycon\n{part}\n```\n" if part.startswith(">>> ") else words(part)
        for part in re.split(r"\n\n+", parts.pop(""))
    ]
    for title, body in parts.items():
        made.append(f"**{TITLES[title]}**\n")
        if title == "Returns":
            made.append(words(body))
        else:
            made.append(listed(entries(body)))
    return "\n".join(made)


def listed(said: dict[str, str]) -> str:
    """Entries as a Markdown list."""
    return "\n".join(f"- `{name}`: {words(text).strip()}" for name, text in said.items()) + "\n"
