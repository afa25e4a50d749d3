"""Exact nearest ten of 1500, beside the geodesics of the ten that are returned."""

import random
import time
from statistics import median

import numpy as np

from geo.distance import GEOD
from geo.nearest import NearestIndex
from geo.positions import Position

QUERIES = 2000
ROUNDS = 5
K = 10


def measure_nearest() -> dict[str, float]:
    """Return microseconds of a query and of its unavoidable geodesics, and their ratio."""
    chance = random.Random(20261123)

    def somewhere() -> Position:
        return Position(chance.uniform(30.7, 31.8), chance.uniform(120.9, 121.95))

    index = NearestIndex([somewhere() for _ in range(1500)])
    origins = [somewhere() for _ in range(QUERIES)]
    lon, lat = np.full(K, 121.5), np.full(K, 31.2)
    ratios, queries = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for origin in origins:
            index.nearest(origin, K)
        query = time.perf_counter() - began
        began = time.perf_counter()
        for origin in origins:
            GEOD.inv(np.full(K, origin.lon), np.full(K, origin.lat), lon, lat)
        ratios.append(query / (time.perf_counter() - began))
        queries.append(query / QUERIES * 1e6)
    return {"single_us": median(queries), "single_to_pyproj": median(ratios)}
