"""A module that flit describes by this sentence."""

__version__ = "1.0"
