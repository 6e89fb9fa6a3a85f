"""The small framework of the unit tests, for pages."""

from tests.unit.framework.conftest import computed, number, share, small

__all__ = ["computed", "number", "share", "small"]
