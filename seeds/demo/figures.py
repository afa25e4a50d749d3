"""The figures that the simulated year follows, each with where it comes from.

They are measured by others or derived; what nobody has published is marked (ours).
"""

from datetime import date

#: A point takes 1 to 6 kg a day, 3 kg on average over a year (Shanghai's bins 3.3 kg, 5,000 boxes 3.0 kg).
MEAN_GRAMS = 3000
#: The spread of a log-normal of which nine tenths lie between 1 and 6 kg: ln(6) / (2 * 1.645).
SIGMA = 0.545
#: The change of season doubles what comes, in summer half of it comes (the trade's reports).
SEASONS = {3: 2.0, 4: 2.0, 7: 0.5, 8: 0.5, 10: 2.0, 11: 2.0}
#: Clothing and bedding of 2008 against 2007 came to 13 times; ten times for some days is the exercise.
EMERGENCY_LOAD = 10.0
#: Shares by weight (ours).
SHARES = {"clothing": 0.85, "bedding": 0.08, "books_toys": 0.04, "food": 0.03}
#: Of what is offered so much is turned away: 10 to 20 % (ours).
REFUSED = 0.15
#: What one hand-over weighs on average; it follows that a point has about two a day (ours).
GIFT_GRAMS = 1600
#: A sack that is closed and gets a label; more goes into the next one (ours; trade: 5 to 8 kg a bag).
BAG_GRAMS = 25_000

#: Sorting, best practice (texaid.ch): 58 % worn again, 17 % wipers and 17 % recycled, 8 % burnt.
YIELD_WORN = (("A", 0.14), ("B", 0.26), ("C", 0.165))
YIELD_RECYCLE = 0.345
YIELD_WASTE = 0.08
#: What dries out and falls off between dock and table.
YIELD_LOSS = 0.01
#: Of food nearly everything that is within its date is given (ours).
FOOD_GIVEN = 0.95

#: Faults along the way, as shares of bags, stops or shipments (ours).
BAG_MISSING = 0.002
BAG_MISSING_FOR_GOOD = 0.1
BAG_DAMAGED = 0.01
BAG_WEIGHED = 0.3
BAG_UNANNOUNCED = 0.004
BAG_UNKNOWN = 0.002
STOP_IN_VAIN = 0.02
GIFT_CORRECTED = 0.006
GIFT_WITH_DONOR = 0.1
GIFT_LATE = 0.004
GIFT_OF_ORGANISATION = 0.002
GIFT_LARGE = 0.0001
SHIPMENT_SHORT = 0.04
SHIPMENT_BACK = 0.03


def season(day: date) -> float:
    """Return how many times an ordinary month's load comes on a day."""
    return SEASONS.get(day.month, 1.0)


#: What an ordinary month brings, so that the whole year has its mean.
ORDINARY_GRAMS = MEAN_GRAMS * 12 / sum(SEASONS.get(month, 1.0) for month in range(1, 13))
