"""The small kernel of the causes."""

from tests.unit.causes.conftest import open_session

__all__ = ["open_session"]
