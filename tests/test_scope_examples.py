"""The messages that the plans do not answer, as staff keep them."""

from collections import Counter
from pathlib import Path

import pytest
from nearness import near_development_questions

from assistant.scope_examples import SCOPE, load_examples
from assistant.wording import replies
from corpus.errors import BadPlanFile


def test_every_topic_has_40_examples_in_each_language():
    counts = Counter((example.topic, example.language) for example in load_examples())
    assert len(counts) == 2 * len(list(SCOPE.glob("*.toml")))
    assert min(counts.values()) >= 40


def test_no_example_nearly_equals_a_development_question():
    assert near_development_questions([example.text for example in load_examples()]) == []


def test_no_example_stands_twice_in_a_language():
    texts = Counter((e.language, " ".join(e.text.lower().split())) for e in load_examples())
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_topic_has_a_reply_in_both_languages():
    talk = {"greetings", "thanks", "about_assistant", "abuse", "injection", "topicless"}
    topics = {example.topic for example in load_examples()}
    for language in ("sv", "fi"):
        assert topics - talk <= replies(language)["scope"].keys()


def topic(folder: Path, sv: list[str], fi: list[str]) -> Path:
    text = f"sv = {sv!r}\nfi = {fi!r}\n"
    (folder / "weather.toml").write_text(text, encoding="utf-8")
    return folder


SV = [f"Hur blir vädret i Esbo den {day} juni?" for day in range(40)]
FI = [f"Sataako Helsingissä {day}. kesäkuuta?" for day in range(40)]


def test_the_name_of_a_file_is_the_topic_of_its_examples(tmp_path):
    examples = load_examples(topic(tmp_path, SV, FI))
    assert {example.topic for example in examples} == {"weather"}
    assert examples[0].text == "Hur blir vädret i Esbo den 0 juni?"


def test_too_few_examples_are_named_with_file_language_and_number(tmp_path):
    message = r"weather\.toml: fi has 39 examples\. Give at least 40, none empty\."
    with pytest.raises(BadPlanFile, match=message):
        load_examples(topic(tmp_path, SV, FI[1:]))


def test_a_missing_language_is_named(tmp_path):
    (tmp_path / "weather.toml").write_text(f"sv = {SV!r}\n", encoding="utf-8")
    with pytest.raises(BadPlanFile, match=r"weather\.toml: fi has 0 examples"):
        load_examples(tmp_path)


def test_an_empty_example_is_refused_with_words_that_say_so(tmp_path):
    with pytest.raises(BadPlanFile, match=r"weather\.toml.* sv .*empty"):
        load_examples(topic(tmp_path, [*SV, " "], FI))


def test_a_single_text_in_place_of_a_list_is_refused(tmp_path):
    (tmp_path / "weather.toml").write_text(f'sv = "{"väder " * 20}"\nfi = []\n', encoding="utf-8")
    with pytest.raises(BadPlanFile, match=r"weather\.toml: .*sv"):
        load_examples(tmp_path)


def test_an_unknown_key_is_refused(tmp_path):
    folder = topic(tmp_path, SV, FI)
    path = folder / "weather.toml"
    path.write_text(path.read_text(encoding="utf-8") + "se = ['Hur?']\n", encoding="utf-8")
    with pytest.raises(BadPlanFile, match=r"weather\.toml.*se"):
        load_examples(folder)


def test_damaged_toml_is_named_with_its_line(tmp_path):
    (tmp_path / "weather.toml").write_text("sv = [\n'Hur?'\nfi = []\n", encoding="utf-8")
    with pytest.raises(BadPlanFile, match=r"weather\.toml:3: .*Mend the TOML there"):
        load_examples(tmp_path)
