"""plan.toml and source: read exactly, and every fault told with file, reason and cure."""

import hashlib
import re
from pathlib import Path

import pytest

from corpus.catalogue import load_plan, load_plans, plan_folders, read_info
from corpus.errors import BadPlanFile


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def espoo(plan_root: Path) -> Path:
    return plan_root / "espoo"


def test_the_shipped_plans_are_espoo_and_helsinki():
    assert [plan.id for plan in load_plans()] == ["espoo", "helsinki"]


def test_plan_toml_gives_names_in_both_languages_and_the_contact(espoo):
    info = read_info(espoo)
    assert info.municipality == {"sv": "Esbo", "fi": "Espoo"}
    assert info.contact.url["fi"] == "https://www.espoo.fi/fi"
    assert info.period == "2022–2025"


def test_a_missing_key_is_named_with_file_and_cure(espoo):
    edit(espoo / "plan.toml", "first_year = 2022\n", "")
    message = r"espoo/plan\.toml: the key 'first_year' is missing\. Add it\."
    with pytest.raises(BadPlanFile, match=message):
        read_info(espoo)


def test_a_missing_language_is_named_with_its_table(espoo):
    edit(espoo / "plan.toml", 'fi = "Espoo"\n', "")
    with pytest.raises(BadPlanFile, match=r"plan\.toml: the key 'municipality\.fi' is missing"):
        read_info(espoo)


def test_an_unknown_key_is_named_with_its_line(espoo):
    edit(espoo / "plan.toml", "first_year = 2022", "frist_year = 2022")
    message = r"espoo/plan\.toml:5: unknown key 'frist_year'\. Remove or rename it\."
    with pytest.raises(BadPlanFile, match=message):
        read_info(espoo)


def test_an_unknown_key_is_found_on_the_line_where_it_stands_as_a_key(espoo):
    plan_file = espoo / "plan.toml"
    edit(plan_file, "# Espoo's", "# A note on every period\n# Espoo's")
    edit(plan_file, "first_year = 2022", "first_year = 2022\nperiod = 4")
    line = plan_file.read_text(encoding="utf-8").splitlines().index("period = 4") + 1
    with pytest.raises(BadPlanFile, match=rf"plan\.toml:{line}: unknown key 'period'"):
        read_info(espoo)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("first_year = 2022", 'first_year = "2022"', r"plan\.toml:5: first_year must be a int"),
        ('source = "source.sv.txt"', 'source = ""', r"source must be a str that is not empty"),
        (
            "[municipality]\nsv",
            '[municipality]\nsv = ["Esbo"]\n#',
            r"municipality\.sv must be a str",
        ),
        ('language = "sv"', 'language = "en"', r"plan\.toml.*'en'"),
        ('status = "approved"', 'status = "draft"', r"plan\.toml.*'draft'"),
        ("first_year", 'edition = "b"\nfirst_year', r"plan\.toml:5: edition must be a int"),
        ("first_year", "edition = 0\nfirst_year", r"plan\.toml:5: edition 0 is no number"),
    ],
)
def test_a_value_of_the_wrong_type_is_named(espoo, old, new, said):
    edit(espoo / "plan.toml", old, new)
    with pytest.raises(BadPlanFile, match=said):
        read_info(espoo)


def test_a_plain_value_where_a_table_belongs_is_named(espoo):
    text = (espoo / "plan.toml").read_text(encoding="utf-8")
    text = re.sub(r"\[title\]\n.*\n.*\n", "", text)
    text = text.replace('id = "espoo"', 'id = "espoo"\ntitle = "Välfärdsplan"')
    (espoo / "plan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadPlanFile, match=r"plan\.toml:4: title must be a table\. .*sv and fi"):
        read_info(espoo)


def test_years_in_the_wrong_order_are_refused(espoo):
    edit(espoo / "plan.toml", "last_year = 2025", "last_year = 2021")
    with pytest.raises(BadPlanFile, match=r"plan\.toml:6: last_year 2021 is before first"):
        read_info(espoo)


def test_damaged_toml_is_named_with_file_and_line(espoo):
    edit(espoo / "plan.toml", 'language = "sv"', 'language = "sv')
    with pytest.raises(BadPlanFile, match=r"espoo/plan\.toml:4: .*Mend the TOML there"):
        read_info(espoo)


def test_a_file_that_is_not_utf_8_is_named_with_the_byte(espoo):
    path = espoo / "plan.toml"
    path.write_bytes("# Välfärd\n".encode("latin-1") + path.read_bytes())
    with pytest.raises(BadPlanFile, match=r"plan\.toml: byte 3 is not UTF-8\. Save the file as"):
        read_info(espoo)


def test_a_folder_that_is_named_otherwise_than_its_plan_is_refused(espoo):
    moved = espoo.rename(espoo.with_name("esbo"))
    message = r"esbo/plan\.toml:3: id is 'espoo' but the folder is named 'esbo'\. Make them equal"
    with pytest.raises(BadPlanFile, match=message):
        load_plan(moved)


def test_a_changed_source_is_refused_with_both_digests_and_the_cure(espoo):
    source = espoo / "source.sv.txt"
    edit(source, "Kaikukortti", "Kulturkortet")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    with pytest.raises(BadPlanFile, match=rf"source\.sv\.txt: its sha256 is {digest}.*new digest"):
        load_plan(espoo)


def test_a_changed_source_with_its_new_digest_is_read(espoo):
    source = espoo / "source.sv.txt"
    old = hashlib.sha256(source.read_bytes()).hexdigest()
    edit(source, "Kaikukortti", "Kulturkortet")
    edit(espoo / "plan.toml", old, hashlib.sha256(source.read_bytes()).hexdigest())
    assert any("Kulturkortet" in action.text for action in load_plan(espoo).actions)


def test_a_missing_source_is_named_with_the_file_that_names_it(espoo):
    (espoo / "source.sv.txt").unlink()
    message = r"source\.sv\.txt: .*plan\.toml names it, and there is no such file\. Restore"
    with pytest.raises(BadPlanFile, match=message):
        load_plan(espoo)


def with_source(folder: Path, data: bytes) -> Path:
    source = folder / "source.sv.txt"
    old = hashlib.sha256(source.read_bytes()).hexdigest()
    source.write_bytes(data)
    edit(folder / "plan.toml", old, hashlib.sha256(data).hexdigest())
    return folder


def test_an_empty_source_is_named_with_the_cure(espoo):
    with pytest.raises(BadPlanFile, match=r"source\.sv\.txt.*empty.*Put the plan's text into it"):
        load_plan(with_source(espoo, b""))


def test_a_source_that_is_not_utf_8_is_named(espoo):
    with pytest.raises(BadPlanFile, match=r"source\.sv\.txt.*byte 1 is not UTF-8"):
        load_plan(with_source(espoo, "Mål 1".encode("latin-1")))


def test_the_message_about_an_unreadable_source_names_the_file_once(espoo):
    with pytest.raises(BadPlanFile, match=r"source\.sv\.txt") as caught:
        load_plan(with_source(espoo, b""))
    assert str(caught.value).count("source.sv.txt") == 1


def test_a_source_without_any_goal_is_refused(espoo):
    with pytest.raises(BadPlanFile, match=r"source\.sv\.txt: no goal was found in it\. .*headings"):
        load_plan(with_source(espoo, "Bara en text om välfärd.\n".encode()))


def test_a_missing_plan_toml_is_named(tmp_path):
    with pytest.raises(BadPlanFile, match=r"plan\.toml: the file is missing\. Restore it"):
        load_plan(tmp_path)


def test_a_folder_without_plans_is_named_with_the_cure(tmp_path):
    with pytest.raises(BadPlanFile, match=r"there is no plan folder in it\. Add one with a"):
        plan_folders(tmp_path)
