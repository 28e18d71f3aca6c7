"""A Vega-Lite spec drawn as SVG: the same bytes for the same spec, nothing fetched."""

from __future__ import annotations

from tallywire.errors import StatementError


def svg(spec: str) -> str:
    """The SVG of a Vega-Lite spec (JSON text); raises StatementError for a spec that cannot be drawn.

    The renderer is loaded at the first call: it takes longer than everything else here.
    """
    import vl_convert

    try:
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], show_warnings=False))
    except ValueError as problem:
        raise StatementError(
            f"a chart could not be drawn: {str(problem)[:200]}", hint="Tell it without one"
        ) from None
