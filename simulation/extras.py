"""Libraries that only some commands need: the extras of `pyproject.toml`, and what is said where one is absent."""


def absent(what: str, library: str, extra: str) -> str:
    """One sentence: `what` needs `library`, and the command that installs it.

    `extra`: its name under `[project.optional-dependencies]`. For the text of an error.
    """
    return (
        f"{what} needs {library}: `uv run --extra {extra} ...` in place of `uv run ...` installs it; without uv, "
        f"`pip install -e '.[{extra}]'` in doudi's folder"
    )
