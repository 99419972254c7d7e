"""A small third plan, made for tests: a folder with plan.toml and source, and nothing else."""

import hashlib
from pathlib import Path

SOURCE = """Vasa välfärdsplan

Mål 1. Barn och unga i Vasa mår bra

Åtgärd Mätare
Simskolor ordnas för alla barn i tredje klass.

Antalet barn som lärt sig simma

Skolornas bibliotek hålls öppna på loven.

Antalet lån

Mål 2. Seniorer i Vasa klarar sig hemma

Åtgärd Mätare
Brandvarnare kontrolleras hemma hos personer över 80 år.

Antalet kontrollerade hem
"""
PLAN = """id = "{id}"
language = "sv"
first_year = 2026
last_year = 2029
source = "source.sv.txt"
source_reference = "Vasa stads välfärdsplan 2026–2029"
sha256 = "{digest}"
status = "approved"
municipality = {{ sv = "Vasa", fi = "Vaasa" }}
title = {{ sv = "Välfärdsplan", fi = "Hyvinvointisuunnitelma" }}
audience = {{ sv = "alla", fi = "kaikki" }}
decided = {{ sv = "Godkänd av fullmäktige", fi = "Valtuuston hyväksymä" }}

[contact]
text = {{ sv = "Vasa stads webbplats", fi = "Vaasan kaupungin verkkosivut" }}
url = {{ sv = "https://www.vaasa.fi/sv", fi = "https://www.vaasa.fi" }}
"""


def small_plan(root: Path, source: str = SOURCE, plan_id: str = "vasa") -> Path:
    """Write the plan below `root` and return `root`."""
    folder = root / plan_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.sv.txt").write_text(source, encoding="utf-8")
    digest = hashlib.sha256(source.encode()).hexdigest()
    (folder / "plan.toml").write_text(PLAN.format(id=plan_id, digest=digest), encoding="utf-8")
    return root
