"""Mask what identifies a person: enough to recognise one's own, too little to find somebody."""


def mask_name(name: str | None) -> str | None:
    """Keep the first character: 王小明 becomes 王**."""
    return None if name is None else name[0] + "**"


def mask_phone(phone: str | None) -> str | None:
    """Keep three digits in front and four behind: 138****1234."""
    return None if phone is None else f"{phone[:3]}****{phone[-4:]}"
