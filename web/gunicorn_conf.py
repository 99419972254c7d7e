"""How gunicorn serves the application: gunicorn -c web/gunicorn_conf.py "web:served_app()".

It imports nothing of this project, so that a reload (HUP) loads all of it anew.
"""

import os
import secrets
import signal
import threading
from multiprocessing import RawValue
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
    from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

# One question is too little work to share between threads that other processes want too. It has
# to be set before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# All workers read each other's conversation tokens, also after a reload.
if not os.environ.get("PLAN_SECRET_KEY"):
    os.environ["PLAN_SECRET_KEY"] = secrets.token_hex(32)

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
# More than PLAN_QUEUE and the places to work at: the rest is for clients who send or read slowly.
threads = 160
# Connections that have not been accepted yet, while a worker starts or is busy.
backlog = 512
keepalive = 5
# A reload and a stop let the answers under way be finished.
graceful_timeout = 30
timeout = 60
loglevel = "warning"
# Nobody uses it, and the service's user has no home to put it in.
control_socket_disable = True
# How long a worker goes on after a reload, in seconds: gunicorn tells the old ones to stop as soon
# as it has forked the new ones, which first have to load the index: up to 8 s on a busy machine.
OVERLAP = 10.0


def on_starting(server: "Arbiter") -> None:
    """Count the reloads where all workers see it."""
    server.reloads = RawValue("i", 0)


def on_reload(server: "Arbiter") -> None:
    """Count a reload before its workers are forked."""
    server.reloads.value += 1


def post_fork(server: "Arbiter", worker: "ThreadWorker") -> None:
    """Remember after which reload a worker was forked."""
    worker.reloads, worker.born = server.reloads, server.reloads.value


def post_worker_init(worker: "ThreadWorker") -> None:
    """Let a reload (HUP) have workers that answer at every moment; a stop needs none."""

    def stop(number: int, frame: FrameType | None) -> None:
        overlap = OVERLAP if worker.reloads.value > worker.born else 0.0
        timer = threading.Timer(overlap, worker.handle_exit, (number, frame))
        timer.daemon = True
        timer.start()

    signal.signal(signal.SIGTERM, stop)
    signal.siginterrupt(signal.SIGTERM, False)
