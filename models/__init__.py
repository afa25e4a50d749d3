"""Value types, tables, shapes and the store. Importing it makes the metadata whole."""

from models import (
    access,
    acts,
    claims,
    custody,
    exports,
    intakes,
    ledger,
    network,
    relief,
    shipments,
    sortings,
    stocktakes,
    tally,
)
from models.metadata import metadata

__all__ = [
    "access",
    "acts",
    "claims",
    "custody",
    "exports",
    "intakes",
    "ledger",
    "metadata",
    "network",
    "relief",
    "shipments",
    "sortings",
    "stocktakes",
    "tally",
]
