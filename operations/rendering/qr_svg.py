"""Draw a QR code as SVG, for a page to show and print."""


def qr_svg(text: str) -> str:
    """Return a QR code in black on white, with the four white modules around that scanners are promised."""
    # Half a second that neither the start nor any other call needs to spend.
    from reportlab.graphics.barcode.qr import QrCode  # noqa: PLC0415

    code = QrCode(text, qrBorder=0, qrLevel="M").qr
    code.make()
    side = code.getModuleCount()
    dark = "".join(
        f"M{column + 4} {row + 4}h1v1h-1z"
        for row in range(side)
        for column in range(side)
        if code.isDark(row, column)
    )
    size = side + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )
