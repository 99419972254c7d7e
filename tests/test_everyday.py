"""Everyday phrases made by rule: the verb forms, and what the phrases say in both languages."""

import numpy as np
import pytest

from index.training.conjugation import finnish_verb, swedish_verb
from index.training.corpus import CorpusBuilder
from index.training.everyday import PhraseMaker, dictionary_verbs, everyday_pairs, read_table
from index.training.pairs import Pair, Reserved

FINNISH = """
puhuu puhui puhunut puhutaan luen lukee luki lukenut luetaan antaa antoi annetaan antanut pelkää
pelkäsi pelännyt halusi haluaa halunnut tavata tapaa tapasi tulee tuli tullut ajattelee ajatteli
ajatellut juo joi juonut saa sai saanut valitsee valitsi valinnut pakenee pakeni paennut lähtee
lähti lähdetään ymmärtää ymmärsi ymmärretään osti ostaa ostetaan opiskelee opiskeli voi voinut
""".split()
SWEDISH = """
talar talade talat läser läste läst bor bodde bott känner kände känt använder använde använt byter
bytte bytt hyr hyrde hyrt hoppas hoppades hoppats trivs trivdes
""".split()


def seen(words):
    return dict.fromkeys(words, 5.0).get


@pytest.mark.parametrize(
    ("infinitive", "i", "they", "she_did", "would", "done", "one_does"),
    [
        ("puhua", "puhun", "puhuvat", "puhui", "puhuisin", "puhunut", "puhutaan"),
        ("lukea", "luen", "lukevat", "luki", "lukisin", "lukenut", "luetaan"),
        ("antaa", "annan", "antavat", "antoi", "antaisin", "antanut", "annetaan"),
        ("ostaa", "ostan", "ostavat", "osti", "ostaisin", "ostanut", "ostetaan"),
        ("ymmärtää", "ymmärrän", "ymmärtävät", "ymmärsi", "ymmärtäisin", "ymmärtänyt",
         "ymmärretään"),
        ("lähteä", "lähden", "lähtevät", "lähti", "lähtisin", "lähtenyt", "lähdetään"),
        ("juoda", "juon", "juovat", "joi", "joisin", "juonut", "juodaan"),
        ("saada", "saan", "saavat", "sai", "saisin", "saanut", "saadaan"),
        ("tulla", "tulen", "tulevat", "tuli", "tulisin", "tullut", "tullaan"),
        ("ajatella", "ajattelen", "ajattelevat", "ajatteli", "ajattelisin", "ajatellut",
         "ajatellaan"),
        ("haluta", "haluan", "haluavat", "halusi", "haluaisin", "halunnut", "halutaan"),
        ("pelätä", "pelkään", "pelkäävät", "pelkäsi", "pelkäisin", "pelännyt", "pelätään"),
        ("tavata", "tapaan", "tapaavat", "tapasi", "tapaisin", "tavannut", "tavataan"),
        ("valita", "valitsen", "valitsevat", "valitsi", "valitsisin", "valinnut", "valitaan"),
        ("paeta", "pakenen", "pakenevat", "pakeni", "pakenisin", "paennut", "paetaan"),
        ("tehdä", "teen", "tekevät", "teki", "tekisin", "tehnyt", "tehdään"),
    ],
)  # fmt: skip
def test_finnish_verbs(infinitive, i, they, she_did, would, done, one_does):
    verb = finnish_verb(infinitive, seen(FINNISH))
    assert (verb.present()[0], verb.present()[5], verb.past()[2]) == (i, they, she_did)
    assert (verb.conditional()[0], verb.participle, verb.passive) == (would, done, one_does)


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("tala", "talar talade talat tala"),
        ("läsa", "läser läste läst läs"),
        ("bo", "bor bodde bott bo"),
        ("känna", "känner kände känt kän"),
        ("använda", "använder använde använt använd"),
        ("byta", "byter bytte bytt byt"),
        ("hyra", "hyr hyrde hyrt hyr"),
        ("hoppas", "hoppas hoppades hoppats hoppas"),
        ("trivas", "trivs trivdes trivts trivs"),
        ("skriva", "skriver skrev skrivit skriv"),
        ("förstå", "förstår förstod förstått förstå"),
        ("komma", "kommer kom kommit kom"),
    ],
)
def test_swedish_verbs(infinitive, forms):
    verb = swedish_verb(infinitive, seen(SWEDISH))
    assert f"{verb.present} {verb.past} {verb.supine} {verb.imperative}" == forms


@pytest.mark.parametrize("noun", ["kissa", "ikkuna", "mitata", "se"])
def test_a_word_whose_verb_forms_never_occur_is_no_verb(noun):
    assert finnish_verb(noun, seen(FINNISH)) is None


def test_dictionary_pairs_that_are_no_verbs_in_both_languages_are_left_out():
    pairs = [("puhua", "tala"), ("kissa", "katt"), ("puhua", "tal"), ("pukea päälle", "klä på sig")]
    found = dictionary_verbs(pairs, seen(FINNISH), seen(SWEDISH))
    assert [(verb.infinitive, verb.swedish.present) for verb in found] == [("puhua", "talar")]


def phrases(pair, count=400, nouns=(("kirjaa", "boken"),)):
    (verbs,) = dictionary_verbs([pair], seen(FINNISH), seen(SWEDISH))
    modal = finnish_verb("haluta", seen(FINNISH)), "vill", "ville"
    maker = PhraseMaker(read_table(), [modal], nouns, np.random.default_rng(1))
    return [phrase for _ in range(count) for phrase in maker.of_verb(verbs)]


@pytest.mark.parametrize(
    ("finnish", "swedish"),
    [
        ("luen", "läser"),
        ("luitko", "läste"),
        ("en lue", "inte"),
        ("älä lue", "läs inte"),
        ("haluan lukea", "vill läsa"),
        ("minun pitää lukea", "jag måste läsa"),
        ("me emme lukeneet", "vi läste inte"),
        ("kirjaa", "boken"),
    ],
)
def test_a_phrase_says_the_same_in_both_languages(finnish, swedish):
    found = [p for p in phrases(("lukea", "läsa")) if f" {finnish} " in f" {p.left} "]
    assert found
    assert all(set(swedish.split()) <= set(p.right.split()) or spoken(p) for p in found)


def spoken(phrase):
    table = read_table().spoken[1]
    return bool(set(table.values()) & set(phrase.right.split()))


def test_a_reflexive_follows_the_person():
    found = [p for p in phrases(("ymmärtää", "känna sig")) if p.left.startswith("minä ymmärsin")]
    assert found
    assert all("kände mig" in p.right or "kände mej" in p.right for p in found)


def test_everyday_pairs_come_from_the_dictionary_and_are_the_same_every_time():
    terms = [("puhua", "tala"), ("lukea", "läsa"), ("koira", "hund"), ("talo", "hus")]
    builder = CorpusBuilder()
    builder.add([Pair("omw", "term", *pair) for pair in terms], Reserved([]))
    texts = [(" ".join(FINNISH), " ".join(SWEDISH)), ("koirat talon", "hundar huset")] * 3
    builder.add([Pair("evaka", "sentence", *pair) for pair in texts], Reserved([]))
    corpus = builder.corpus()
    terms = [task for task in corpus.tasks if task.name == "omw:term"]
    found = [list(everyday_pairs(corpus, terms, seed=1)) for _ in range(2)]
    assert found[0] == found[1]
    assert {"verb", "noun"} == {pair.kind for pair in found[0]}
    owners = {"ni": "min", "si": "din", "nsa": "hennes hans sin deras", "mme": "vår", "nne": "er"}
    said = {p.left: p.right.split() for p in found[0]}
    for ending, words in owners.items():
        for noun, swedish in (("koira", "hund"), ("talo", "hus")):
            owner, _, owned = " ".join(said.get(noun + ending, [])).partition(" ")
            assert not owner or (owner in words.split() and owned == swedish)
    assert any(noun + ending in said for ending in owners for noun in ("koira", "talo"))
    assert any(word in p.left.split() for p in found[0] for word in ("minulla", "hänellä"))
