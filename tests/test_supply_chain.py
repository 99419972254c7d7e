"""What the project is made of: pinned, licensed, listed, unchanged; and no data is executed."""

import ast
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from tokenizers import Tokenizer

from index.digests import DIGESTS
from index.encoder import MODELS, SHIPPED, STATIC_FILES, StaticEncoder
from index.errors import EncoderNotLoaded
from index.generation import read_content
from index.store import MANIFEST, Store
from index.training.saving import load_rows, save_model

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "index", "assistant", "web")


def run(script: str, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / "scripts" / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


# --- licences and bill of materials


def test_all_licences_are_allowed_and_the_list_is_up_to_date():
    done = run("licences.py", "--check")
    assert done.returncode == 0, done.stderr
    assert "| faiss-cpu | 1." in done.stdout


@pytest.fixture
def licences(monkeypatch):
    """The script as a module, with rules that a test may change."""
    spec = importlib.util.spec_from_file_location("licences", ROOT / "scripts" / "licences.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "licences", module)
    spec.loader.exec_module(module)
    return module


def test_a_licence_that_is_not_allowed_is_named_with_its_package(licences):
    licences.RULES["packages"]["itsdangerous"] = "GPL-3.0-only"
    with pytest.raises(licences.UnknownLicence, match=r"itsdangerous \S+ is under GPL-3\.0-only"):
        licences.parts()


def test_a_package_that_says_too_little_of_its_licence_is_not_let_in(licences):
    del licences.RULES["packages"]["itsdangerous"]
    with pytest.raises(licences.UnknownLicence, match=r"itsdangerous says 'BSD License'.*Read its"):
        licences.parts()


def test_the_bill_of_materials_is_valid_and_up_to_date():
    done = run("sbom.py", "--check")
    assert done.returncode == 0, done.stderr
    text = (ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_the_bill_of_materials_holds_every_locked_package_and_the_digests_of_the_model():
    document = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8"))
    listed = {f"{part['name']}=={part['version']}" for part in document["components"]}
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert set(re.findall(r"^[\w.-]+==[\w.]+", text, re.MULTILINE)) <= listed
    files = {
        file["name"]: file["hashes"][0]["content"]
        for part in document["components"]
        for file in part.get("components", [])
    }
    weights = MODELS / SHIPPED / "model.safetensors"
    name = weights.relative_to(ROOT).as_posix()
    assert files[name] == hashlib.sha256(weights.read_bytes()).hexdigest()
    assert "tests/data/axe.min.js" in files


def test_every_locked_package_has_digests():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"^(?=[\w.-]+==)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.M)
        assert [entry for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []


def test_everything_that_browsers_load_is_our_own():
    served = {path.name for path in (ROOT / "web" / "static").rglob("*") if path.is_file()}
    assert served == {"icon.svg", "site.css", "site.js"}


# --- the model


@pytest.fixture
def model(tmp_path) -> Path:
    return Path(shutil.copytree(MODELS / SHIPPED, tmp_path / SHIPPED))


@pytest.mark.parametrize("name", STATIC_FILES)
def test_one_changed_byte_of_the_model_is_refused_with_a_sentence(model, name):
    data = bytearray((model / name).read_bytes())
    data[len(data) // 2] ^= 1
    (model / name).write_bytes(data)
    expected = rf"{SHIPPED} cannot be loaded \({name} is not the file whose digest stands in"
    with pytest.raises(EncoderNotLoaded, match=expected) as refused:
        StaticEncoder(model)
    assert str(refused.value).count("\n") == 0


def test_a_model_without_digests_is_refused_with_a_sentence(model):
    (model / DIGESTS).unlink()
    with pytest.raises(EncoderNotLoaded, match=rf"cannot be loaded .*{DIGESTS}.*Restore"):
        StaticEncoder(model)


def test_the_digests_can_be_checked_without_this_project():
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", DIGESTS],
        cwd=MODELS / SHIPPED,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert all(f"{name}: OK" in done.stdout for name in STATIC_FILES)


def test_a_model_that_is_written_anew_brings_its_digests(tmp_path, encoder):
    shipped = MODELS / SHIPPED
    rows = load_rows(shipped)
    rows[:, 0] += 0.1
    save_model(tmp_path / "adapted", rows, Tokenizer.from_file(str(shipped / "tokenizer.json")))
    adapted = StaticEncoder(tmp_path / "adapted")
    assert adapted.name.split(":")[1] != encoder.name.split(":")[1]


# --- nothing is executed from data

RUNS_DATA = {"pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}


def sources() -> list[Path]:
    return [path for top in (*PACKAGES, "scripts") for path in sorted((ROOT / top).rglob("*.py"))]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_code_reads_a_format_that_can_run_code(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {name.name.split(".")[0] for name in node.names} & RUNS_DATA == set()
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in RUNS_DATA
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            given = {word.arg: ast.unparse(word.value) for word in node.keywords}
            assert called not in {"eval", "exec", "yaml.load", "faiss.read_index"}
            assert given.get("allow_pickle", "False") == "False"
            assert called != "torch.load" or given.get("weights_only") == "True"


class Planted:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_code_planted_in_an_index_does_not_run(generations, tmp_path):
    root = Path(shutil.copytree(generations, tmp_path / "generations"))
    store, trap = Store(root), tmp_path / "ran"
    name = store.current()
    array = sorted(store.folder(name).glob("*.npy"))[0]
    np.save(array, np.array([Planted(trap)], dtype=object), allow_pickle=True)
    manifest = store.folder(name) / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["files"][array.name] = hashlib.sha256(array.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read_content(store.folder(name))
    assert not trap.exists()
    np.load(array, allow_pickle=True)
    assert trap.exists(), "the trap works"


# --- the wheel


def source_tree(folder: Path, seconds: int) -> Path:
    """What the wheel is built from, as files of another moment; the weights are cut short."""
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "generations", "model.safetensors")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    (folder / "index" / "models" / SHIPPED / "model.safetensors").write_bytes(b"weights")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        os.utime(path, (seconds, seconds))
    return folder


def wheel_of(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--wheel-dir", str(folder / "dist"), str(folder)],
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"},
    )  # fmt: skip
    return next((folder / "dist").glob("*.whl"))


def test_the_same_sources_give_the_same_wheel_and_nothing_is_left_out(tmp_path):
    first = source_tree(tmp_path / "first", 1_780_000_000)
    wheels = wheel_of(first), wheel_of(source_tree(tmp_path / "second", 1_785_000_000))
    assert wheels[0].read_bytes() == wheels[1].read_bytes()
    held = set(zipfile.ZipFile(wheels[0]).namelist())
    wanted = {
        path.relative_to(first).as_posix()
        for package in PACKAGES
        for path in (first / package).rglob("*")
        if path.is_file() and not path.name.endswith(".md")
    }
    assert wanted - held == set()
