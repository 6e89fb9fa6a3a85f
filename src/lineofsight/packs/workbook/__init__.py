"""The template workbook for programs that live in spreadsheets: writing it, three filled examples, reading it."""

from .examples import EXAMPLES, write_example
from .reader import WorkbookSource, open_workbook
from .template import write_template

__all__ = ["EXAMPLES", "WorkbookSource", "open_workbook", "write_example", "write_template"]
