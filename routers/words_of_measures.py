"""Sentences about indicators and their goals, in Chinese and English, side by side."""

MEASURES: dict[str, tuple[str, str]] = {
    "target_before_baseline": (
        "目标日应在基期日 {day} 之后",
        "The target's day must come after the baseline's, {day}",
    ),
    "review_before_baseline": (
        "评估日应在基期日 {day} 之后",
        "A review's day must come after the baseline's, {day}",
    ),
}
MEASURES_VALIDATION: dict[str, tuple[str, str]] = {
    "goal_dated": (
        "评估值和评估日要一起填写",
        "a review's value comes with its day, and its day with it",
    ),
}
