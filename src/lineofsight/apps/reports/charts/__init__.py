"""Charts: Vega-Lite dictionaries from readings, sparklines and interval bars as paths; nothing is judged here."""
