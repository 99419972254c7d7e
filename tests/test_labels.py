"""The names of municipalities in the genitive, as an answer says them."""

from dataclasses import replace

import pytest

from assistant.labels import genitive


@pytest.mark.parametrize(
    ("swedish", "finnish", "forms"),
    [
        ("Helsingfors", "Helsinki", ("Helsingfors", "Helsingin")),
        ("Esbo", "Espoo", ("Esbos", "Espoon")),
        ("Vanda", "Vantaa", ("Vandas", "Vantaan")),
        ("Åbo", "Turku", ("Åbos", "Turun")),
        ("Tammerfors", "Tampere", ("Tammerfors", "Tampereen")),
        ("Hangö", "Hanko", ("Hangös", "Hangon")),
        ("Träskända", "Järvenpää", ("Träskändas", "Järvenpään")),
        ("Nystad", "Uusikaupunki", ("Nystads", "Uudenkaupungin")),
        ("Kristinestad", "Kristiinankaupunki", ("Kristinestads", "Kristiinankaupungin")),
        ("Tusby", "Tuusula", ("Tusbys", "Tuusulan")),
        ("Pargas", "Parainen", ("Pargas", "Paraisten")),
        ("Grankulla", "Kauniainen", ("Grankullas", "Kauniaisten")),
        ("Jakobstad", "Pietarsaari", ("Jakobstads", "Pietarsaaren")),
        ("Seinäjoki", "Seinäjoki", ("Seinäjokis", "Seinäjoen")),
        ("Rovaniemi", "Rovaniemi", ("Rovaniemis", "Rovaniemen")),
        ("Lahtis", "Lahti", ("Lahtis", "Lahden")),
        ("Raseborg", "Raasepori", ("Raseborgs", "Raaseporin")),
    ],
)
def test_the_genitive_of_a_municipality(plans, swedish, finnish, forms):
    plan = plans["espoo"]
    named = replace(plan, info=replace(plan.info, municipality={"sv": swedish, "fi": finnish}))
    assert (genitive(named, "sv"), genitive(named, "fi")) == forms
