"""The systems that `peers` compares, each run in a process of its own: a build, or a server.

`python -m benchmarks.systems NAME FOLDER build PASSAGES [bank]` writes an index into the folder.
`python -m benchmarks.systems NAME FOLDER serve` loads it, answers one question, and then those
that come as JSON lines. What a system does not need is not imported.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from benchmarks.memory import resident

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "index" / "models" / "sv-fi-static-256"
FIRST_QUESTION = ("Vad är Kaikukortti?", "sv")
# How many passages a system returns; several may belong to one element.
LIMIT = 20
REFS = "refs.json"
SNOWBALL = {"sv": "swedish", "fi": "finnish"}


class Document(NamedTuple):
    """A passage as the peers index it."""

    ref: str
    text: str
    language: str


class System(Protocol):
    """One way of finding elements for a question."""

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Index the documents and write the index into the folder."""
        ...

    def load(self, folder: Path) -> None:
        """Make the index in the folder ready for questions."""
        ...

    def find(self, question: str, language: str) -> Sequence[int]:
        """The places of the documents found, best first."""
        ...


class Txtai:
    """txtai: FAISS and BM25, hybrid with its defaults, this project's encoder by model2vec."""

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Index and save."""
        from txtai import Embeddings

        settings = {"path": str(MODEL), "method": "model2vec", "hybrid": True, "content": False}
        embeddings = Embeddings(settings)
        embeddings.index((place, found.text, None) for place, found in enumerate(documents))
        embeddings.save(str(folder / "txtai"))

    def load(self, folder: Path) -> None:
        """Load what was saved."""
        from txtai import Embeddings

        self._embeddings = Embeddings()
        self._embeddings.load(str(folder / "txtai"))

    def find(self, question: str, language: str) -> Sequence[int]:
        """Hybrid search."""
        return [int(place) for place, _ in self._embeddings.search(question, LIMIT)]


class Haystack:
    """Haystack: in-memory BM25 and embedding retrievers, joined by reciprocal rank."""

    def _embed(self, texts: list[str]) -> Any:
        return self._model.encode(texts)

    def _read_model(self) -> None:
        from model2vec import StaticModel

        self._model = StaticModel.from_pretrained(MODEL, normalize=True)

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Embed, write and save."""
        from haystack import Document as Stored
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._read_model()
        vectors = self._embed([found.text for found in documents]).tolist()
        store = InMemoryDocumentStore(return_embedding=False)
        store.write_documents(
            [
                Stored(id=str(place), content=found.text, embedding=vector)
                for place, (found, vector) in enumerate(zip(documents, vectors, strict=True))
            ]
        )
        store.save_to_disk(str(folder / "haystack.json"))

    def load(self, folder: Path) -> None:
        """Load the store and join two retrievers over it in a pipeline."""
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._read_model()
        store = InMemoryDocumentStore.load_from_disk(str(folder / "haystack.json"))
        self._pipeline = Pipeline()
        self._pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=LIMIT))
        self._pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=LIMIT))
        joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=LIMIT)
        self._pipeline.add_component("joined", joiner)
        self._pipeline.connect("words", "joined")
        self._pipeline.connect("vectors", "joined")

    def find(self, question: str, language: str) -> Sequence[int]:
        """Run the pipeline; the question is embedded with the same encoder."""
        vector = self._embed([question])[0].tolist()
        inputs = {"words": {"query": question}, "vectors": {"query_embedding": vector}}
        return [int(found.id) for found in self._pipeline.run(inputs)["joined"]["documents"]]


class Bm25s:
    """bm25s with the Snowball stemmer of each text's language."""

    def __init__(self) -> None:
        import bm25s
        import Stemmer

        self._bm25s = bm25s
        self._stemmers = {code: Stemmer.Stemmer(name) for code, name in SNOWBALL.items()}

    def _tokens(self, text: str, language: str) -> list[str]:
        settings = {"stopwords": None, "return_ids": False, "show_progress": False}
        found = self._bm25s.tokenize(text, stemmer=self._stemmers[language], **settings)
        tokens: list[str] = found[0]
        return tokens

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Index and save."""
        index = self._bm25s.BM25()
        tokens = [self._tokens(found.text, found.language) for found in documents]
        index.index(tokens, show_progress=False)
        index.save(str(folder / "bm25s"))

    def load(self, folder: Path) -> None:
        """Load what was saved."""
        self._index = self._bm25s.BM25.load(str(folder / "bm25s"))

    def find(self, question: str, language: str) -> Sequence[int]:
        """The best documents by BM25."""
        tokens = [self._tokens(question, language)]
        places, scores = self._index.retrieve(tokens, k=LIMIT, show_progress=False)
        found = zip(places[0], scores[0], strict=True)
        return [int(place) for place, score in found if score > 0]


class Fts5:
    """SQLite FTS5, tokenizer unicode61, the question's words joined by OR, ordered by bm25."""

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Fill the table."""
        with sqlite3.connect(folder / "fts5.sqlite") as database:
            database.execute("CREATE VIRTUAL TABLE found USING fts5(text, tokenize='unicode61')")
            rows = ((place, found.text) for place, found in enumerate(documents))
            database.executemany("INSERT INTO found (rowid, text) VALUES (?, ?)", rows)

    def load(self, folder: Path) -> None:
        """Open the file."""
        self._database = sqlite3.connect(folder / "fts5.sqlite")

    def find(self, question: str, language: str) -> Sequence[int]:
        """The best rows."""
        words = " OR ".join(f'"{word}"' for word in _words(question))
        query = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self._database.execute(query, (words, LIMIT))]


class Tantivy:
    """tantivy with one field per language, each with its Snowball stemmer."""

    def _open(self, folder: Path) -> Any:
        import tantivy

        schema = tantivy.SchemaBuilder().add_integer_field("place", stored=True, indexed=True)
        for language in SNOWBALL:
            schema.add_text_field(language, tokenizer_name=language)
        path = folder / "tantivy"
        path.mkdir(exist_ok=True)
        index = tantivy.Index(schema.build(), path=str(path))
        for language, name in SNOWBALL.items():
            analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            analyzer = analyzer.filter(tantivy.Filter.lowercase())
            analyzer = analyzer.filter(tantivy.Filter.stemmer(name))
            index.register_tokenizer(language, analyzer.build())
        return index

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Write and commit."""
        import tantivy

        index = self._open(folder)
        writer = index.writer()
        for place, found in enumerate(documents):
            writer.add_document(tantivy.Document(place=place, **{found.language: [found.text]}))
        writer.commit()
        writer.wait_merging_threads()

    def load(self, folder: Path) -> None:
        """Open the folder."""
        self._index = self._open(folder)
        self._searcher = self._index.searcher()

    def find(self, question: str, language: str) -> Sequence[int]:
        """The best documents in the question's language."""
        query = self._index.parse_query(" ".join(_words(question)), [language])
        hits = self._searcher.search(query, LIMIT).hits
        return [self._searcher.doc(address)["place"][0] for _, address in hits]


class Floor:
    """What no search with this encoder can do without: one tokenisation, one matrix product."""

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Write the vectors."""
        import numpy as np
        from model2vec import StaticModel

        model = StaticModel.from_pretrained(MODEL, normalize=True)
        vectors = model.encode([found.text for found in documents])
        np.save(folder / "vectors.npy", vectors.astype(np.float32))

    def load(self, folder: Path) -> None:
        """Read the vectors and the tokenizer."""
        import numpy as np
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
        self._vectors = np.load(folder / "vectors.npy")
        self._vector = self._vectors[0].copy()

    def find(self, question: str, language: str) -> Sequence[int]:
        """Tokenise the question and multiply; finds nothing."""
        self._tokenizer.encode(question)
        self._vectors @ self._vector
        return ()


SYSTEMS: dict[str, Callable[[], System]] = {
    "txtai": Txtai,
    "haystack": Haystack,
    "bm25s": Bm25s,
    "fts5": Fts5,
    "tantivy": Tantivy,
    "floor": Floor,
}
OWN = ("answer", "search")


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).lower().split()


def documents(passages: int, *, with_bank: bool) -> list[Document]:
    """The passages of the real plans, of made ones up to a number, and the bank's questions."""
    from benchmarks.made_plans import folders_with_passages
    from corpus.passages import passages as passages_of
    from index.banks import questions_of

    folders = folders_with_passages(passages)
    found = [
        Document(p.ref, p.text, p.language)
        for folder in folders
        for p in passages_of(folder.indexed.plan, folder.indexed.translations)
    ]
    if with_bank:
        asked = [question for folder in folders for question in questions_of(folder.groups)]
        found += [
            Document(question.about[0], question.text, question.language) for question in asked
        ]
    return found


def build_peer(name: str, folder: Path, passages: int, *, with_bank: bool) -> float:
    """Build a peer's index; the seconds that it took, without making the passages."""
    found = documents(passages, with_bank=with_bank)
    start = time.perf_counter()
    SYSTEMS[name]().build(found, folder)
    spent = time.perf_counter() - start
    (folder / REFS).write_text(json.dumps([document.ref for document in found]))
    return spent


def build_own(folder: Path, passages: int, *, with_bank: bool) -> float:
    """Build and publish a generation of this project; the seconds that it took."""
    from dataclasses import replace

    from assistant.scope_examples import load_examples
    from benchmarks.made_plans import folders_with_passages
    from index.encoder import load_encoder
    from index.generation import write_content
    from index.making import make_content
    from index.store import Store

    folders = folders_with_passages(passages)
    if not with_bank:
        folders = [replace(entry, groups=()) for entry in folders]
    examples = load_examples()
    start = time.perf_counter()
    encoder = load_encoder()
    content = make_content(folders, encoder, examples)
    Store(folder).publish(encoder.name, "", lambda path: write_content(path, content))
    return time.perf_counter() - start


def peer_finder(name: str, folder: Path) -> Callable[[str, str], list[str]]:
    """What finds the elements for a question with a peer."""
    system = SYSTEMS[name]()
    system.load(folder)
    refs: list[str] = json.loads((folder / REFS).read_text())
    return lambda question, language: [refs[place] for place in system.find(question, language)]


def own_finder(name: str, folder: Path) -> Callable[[str, Any], list[str]]:
    """What finds the elements with this project: its search alone, or its whole answer."""
    from assistant.loading import AssistantSource
    from assistant.question import Question
    from assistant.settings import Settings
    from index.search import Query

    assistant = AssistantSource(Settings(index=folder, secret_key="measured")).current()
    search = assistant.knowledge.search

    def answer(question: str, language: Any) -> list[str]:
        asked = assistant.answer(Question.from_text(question, language))
        return [citation.ref for citation in asked.citations]

    def find(question: str, language: Any) -> list[str]:
        return [hit.ref for hit in search.search(Query(question, language), LIMIT).hits]

    return answer if name == "answer" else find


def serve(find: Callable[[str, str], list[str]]) -> None:
    """Answer one question, say when, then answer lists of questions from standard input."""
    find(*FIRST_QUESTION)
    print(json.dumps({"first": time.time(), "resident": resident()}), flush=True)
    for line in sys.stdin:
        times, found = [], []
        for question, language in json.loads(line):
            start = time.perf_counter()
            refs = find(question, language)
            times.append(round((time.perf_counter() - start) * 1000, 3))
            found.append(list(dict.fromkeys(refs))[:3])
        print(json.dumps({"times": times, "refs": found, "resident": resident()}), flush=True)


def main(variant: str, folder: Path, act: str, passages: str = "0", bank: str = "") -> None:
    """Build an index or serve one; `variant` is a name, perhaps with "+bank" or "-bank" behind."""
    name = variant.removesuffix("+bank").removesuffix("-bank")
    if act == "serve":
        serve(own_finder(name, folder) if name in OWN else peer_finder(name, folder))
    elif name in OWN:
        print(build_own(folder, int(passages), with_bank=bool(bank)))
    else:
        print(build_peer(name, folder, int(passages), with_bank=bool(bank)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
