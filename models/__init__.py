"""Value types, tables, shapes and the store. Importing it makes the metadata whole."""

from models import (
    access,
    acts,
    claims,
    custody,
    disclosures,
    exports,
    indicators,
    inquiries,
    intakes,
    ledger,
    network,
    numbers,
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
    "disclosures",
    "exports",
    "indicators",
    "inquiries",
    "intakes",
    "ledger",
    "metadata",
    "network",
    "numbers",
    "relief",
    "shipments",
    "sortings",
    "stocktakes",
    "tally",
]
