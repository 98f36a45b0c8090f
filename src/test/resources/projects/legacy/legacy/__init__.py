"""A package of a project that has never heard of pyproject.toml."""
