"""Many clients at once, while the index is rebuilt and the workers are reloaded.

Starts gunicorn with web/gunicorn_conf.py over an index of its own. Every rebuild writes its
number into the plans' titles and into the Finnish texts of goals and actions, so that an answer
that mixes two generations shows. The clients run on the same machine; what they and the builds
use is told.
"""

import argparse
import asyncio
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assistant.scope_examples import load_examples
from benchmarks.clients import Client, Record, Reply, mixed
from benchmarks.page import ROOT, Section, Table, machine, markdown, save
from corpus.catalogue import PLANS, load_plans
from corpus.plan import Language, text_of
from index.banks import questions_of
from index.store import Store
from index.trial import read_folders

EDITION = re.compile(r" \(utgåva \d+\)")
TITLE = re.compile(r'(\[title\]\nsv = "[^"]*)("\nfi = "[^"]*)"')
FINNISH_TEXT = re.compile(r'^(text = "(?:[^"\\]|\\.)*)"$', re.MULTILINE)
# Clock ticks per second in /proc.
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Stage:
    """What one run consists of; it lasts `seconds`, and until its builds are done.

    `rate` is how many questions all clients together ask in a second; 0 = as many as they can.
    """

    name: str
    clients: int
    rate: float
    seconds: float
    builds: int = 0
    reloads: int = 0

    @property
    def pause(self) -> float:
        """The time between the starts of two questions of one client, in seconds."""
        return self.clients / self.rate if self.rate else 0.0


WARM_UP = Stage("warm-up", 20, 0, 4)
STAGES = (
    Stage("1 client", 1, 0, 10, builds=1),
    Stage("50 clients without a pause", 50, 0, 12),
    Stage("200 clients, rebuilds and reloads", 200, 425, 90, builds=10, reloads=3),
    Stage("200 clients without a pause", 200, 0, 12),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one stage; times in milliseconds, shares of one core."""

    stage: str
    answers: int
    seconds: float
    failed: int
    mixed: int
    busy: int
    p50: float
    p95: float
    p99: float
    longest: float
    generations: int
    server_cpu: float
    client_cpu: float
    build_cpu: float

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answers / self.seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked of this measurement."""
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--only", help="only the stages whose name contains this")
    parser.add_argument("--rate", type=float, help="questions per second of 200 clients (425)")
    parser.add_argument("--workers", type=int, default=2, help="processes of gunicorn")


def run(arguments: argparse.Namespace) -> None:
    """Run every stage and print a table."""
    stages = [stage for stage in STAGES if (arguments.only or "") in stage.name]
    if arguments.rate:
        stages = [replace(s, rate=arguments.rate) if s.rate else s for s in stages]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder, Service(Path(folder), arguments.workers) as site:
        asyncio.run(measure(WARM_UP, site))
        for stage in stages:
            outcome, failures = asyncio.run(measure(stage, site))
            outcomes.append(outcome)
            print(f"{stage.name}: {outcome.rate:.0f}/s, p99 {outcome.p99:.0f} ms", *failures[:5])
    section = told(outcomes, arguments.workers)
    print("\n".join(markdown(section)))
    if arguments.write:
        save("load", section, [asdict(outcome) for outcome in outcomes])


class Service:
    """A running server over a folder of plans that can be changed, rebuilt and reloaded."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.plans = folder / "plans"
        shutil.copytree(PLANS, self.plans)
        self.store = Store(folder / "index")
        self.editions: dict[str, int] = {}
        self.texts = {e.ref: text_of(e) for plan in load_plans() for e in plan.elements()}
        self._environment = {
            **os.environ,
            "PLAN_INDEX": str(self.store.root),
            "PLAN_RATE_LIMIT": "",
            "PLAN_FEEDBACK_DATABASE": "",
        }
        self._log = (folder / "log").open("w")
        self._workers = str(workers)
        self.port = _free_port()

    def __enter__(self) -> "Service":
        subprocess.run(self.builder(), env=self._environment, stdout=self._log, check=True)
        self.note_generation()
        command = ["gunicorn", "-c", "web/gunicorn_conf.py", "--workers", self._workers]
        command += ["--bind", f"127.0.0.1:{self.port}", "web:served_app()"]
        self._server = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=self._environment, stderr=self._log
        )
        _wait_for(self.port, self._server)
        return self

    def __exit__(self, *error: object) -> None:
        self._server.terminate()
        self._server.wait()
        self._log.close()

    def builder(self) -> list[str]:
        """The command that writes the next edition's number into the plans and builds."""
        self._write_edition(len(self.editions) + 1)
        script = str(ROOT / "scripts" / "build_index.py")
        return ["nice", "-n", "19", sys.executable, script, "--yes", "--plans", str(self.plans)]

    async def build(self) -> None:
        """Rebuild and publish beside the running server."""
        process = await asyncio.create_subprocess_exec(
            *self.builder(), env=self._environment, stdout=self._log, stderr=self._log
        )
        if await process.wait():
            last = Path(self._log.name).read_text(encoding="utf-8").splitlines()[-5:]
            raise RuntimeError("\n".join(["The build failed.", *last]))
        self.note_generation()

    def note_generation(self) -> None:
        """Remember which edition the current generation holds."""
        self.editions[self.store.current()] = len(self.editions) + 1

    def reload(self) -> None:
        """Let gunicorn replace its workers."""
        self._server.send_signal(signal.SIGHUP)

    def cpu(self) -> float:
        """Seconds of processor time that the server and its ended workers have used."""
        parent = self._server.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return sum(_ticks(pid, with_ended=pid == str(parent)) for pid in (str(parent), *children))

    def _write_edition(self, number: int) -> None:
        mark = f" (utgåva {number})"
        for path in self.plans.glob("*/*.toml"):
            text = EDITION.sub("", path.read_text(encoding="utf-8"))
            if path.name == "plan.toml":
                text = TITLE.sub(rf'\1{mark}\2{mark}"', text)
            elif path.name == "translation.fi.toml":
                text = FINNISH_TEXT.sub(rf'\1{mark}"', text)
            path.write_text(text, encoding="utf-8")


async def measure(stage: Stage, site: Service) -> tuple[Outcome, list[str]]:
    """Let the clients of a stage ask while builds and reloads go on."""
    record, end = Record(), asyncio.Event()
    asked, outside = questions()
    clients = [
        Client(site.port, mixed(asked, outside, seed), stage.pause, record)
        for seed in range(stage.clients)
    ]
    before = (time.perf_counter(), site.cpu(), time.process_time(), _children_cpu())
    asking = asyncio.gather(*(client.ask_until(end) for client in clients))
    await asyncio.gather(asyncio.sleep(stage.seconds), disturb(stage, site))
    after = (time.perf_counter(), site.cpu(), time.process_time(), _children_cpu())
    end.set()
    await asking
    spent, *cpu = (late - early for late, early in zip(after, before, strict=True))
    server, clients_cpu, builds = (seconds / spent for seconds in cpu)
    times = sorted(1000 * seconds for seconds in record.seconds)
    outcome = Outcome(
        stage=stage.name,
        answers=len(times),
        seconds=spent,
        failed=len(record.failures),
        mixed=sum(not is_sound(reply, site) for reply in record.replies),
        busy=record.busy,
        p50=times[len(times) // 2],
        p95=times[int(len(times) * 0.95)],
        p99=times[int(len(times) * 0.99)],
        longest=times[-1],
        generations=len({reply.generation for reply in record.replies}),
        server_cpu=server,
        client_cpu=clients_cpu,
        build_cpu=builds,
    )
    return outcome, record.failures


async def disturb(stage: Stage, site: Service) -> None:
    """Rebuild at even distances, one time after the other, and reload now and then."""
    began = time.perf_counter()
    for number in range(stage.builds):
        due = began + number * stage.seconds / stage.builds
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await site.build()
        if stage.reloads and number % (stage.builds // stage.reloads) == 1:
            site.reload()


def is_sound(reply: Reply, site: Service) -> bool:
    """Whether every citation is of the generation that the answer names, and quotes its plan."""
    mark = f" (utgåva {site.editions.get(reply.generation, 0)})"
    for citation in reply.citations:
        shown = [citation.plan.title, citation.translation.text if citation.translation else ""]
        if any(found != mark for text in shown for found in EDITION.findall(text)):
            return False
        if mark not in citation.plan.title or citation.quote not in site.texts[citation.ref]:
            return False
    return True


def questions() -> tuple[Sequence[tuple[str, Language]], Sequence[tuple[str, Language]]]:
    """The questions of the banks, and messages that are not for the plans."""
    asked = [(q.text, q.language) for f in read_folders() for q in questions_of(f.groups)]
    return asked, [(example.text, example.language) for example in load_examples()]


def told(outcomes: Sequence[Outcome], workers: int) -> Section:
    """The section of docs/benchmarks.md."""
    head = ("run", "answers/s", "failed", "mixed", "503", "p50", "p95", "p99", "longest")
    rows = [
        (
            o.stage,
            f"{o.rate:.0f}",
            str(o.failed),
            str(o.mixed),
            str(o.busy),
            *(f"{value:.0f} ms" for value in (o.p50, o.p95, o.p99, o.longest)),
        )
        for o in outcomes
    ]
    shares = [
        (
            o.stage,
            str(o.answers),
            f"{o.seconds:.0f} s",
            str(o.generations),
            *(f"{100 * share:.0f} %" for share in (o.server_cpu, o.client_cpu, o.build_cpu)),
        )
        for o in outcomes
    ]
    return Section(
        "Load",
        "scripts/benchmark.py load --write",
        machine(("gunicorn", "flask", "numpy", "faiss-cpu")),
        (
            f"gunicorn with {workers} workers and 160 threads each; server, clients and builds "
            "share the cores. Of ten messages seven are bank questions of both languages, one is "
            "out of scope, one goes on from the answer before, one is sent from the page. With "
            "rebuilds and reloads, 425 questions a second are due, and times count from when they "
            "are. *Mixed* are answers with a citation that is not of the generation they name. "
            "Every rebuild changes both titles and the Finnish text of every goal and action; a "
            "reload (HUP) replaces all workers.",
        ),
        (
            Table("Answers", head, tuple(rows)),
            Table(
                "What they took, in shares of one core",
                ("run", "answers", "lasted", "generations", "server", "clients", "builds"),
                tuple(shares),
            ),
        ),
    )


def _ticks(pid: str, *, with_ended: bool) -> float:
    """Seconds of processor time of a process, and of its ended children if wanted."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(int(value) for value in fields[11 : 15 if with_ended else 13]) / TICKS


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the server takes connections.

    Raises:
        SystemExit: it has ended instead.
    """
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=30).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start. Run ./scripts/start to see why.")
