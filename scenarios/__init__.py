"""The data package: values, programmes, provinces, practices, reforms and cases, in TOML and CSV."""

__all__: list[str] = []
