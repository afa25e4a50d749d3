"""Goods at stations and the warehouse: sorted, counted, held back, disposed of."""
