"""Value types, tables, shapes and the store. Importing it makes the metadata whole."""

from models import access, intakes, ledger, network
from models.metadata import metadata

__all__ = ["access", "intakes", "ledger", "metadata", "network"]
