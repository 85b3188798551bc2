"""The palette of all pages that the project makes: a sheet that comes before a page's own."""

from __future__ import annotations

from pathlib import Path

PALETTE = Path(__file__).parent / "palette.css"
