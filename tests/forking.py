"""Processes forked from one that has loaded everything, so that hundreds can be started."""

import multiprocessing
import os
import sys
import time
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess

import pytest

# The exit code of a process that was killed with SIGKILL.
KILLED = -9


@cache
def forks() -> ForkServerContext:
    """The context that starts the processes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "preloaded"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        # A process with threads of its own cannot be forked safely.
        patch.setenv("OMP_NUM_THREADS", "1")
        finished(context.Process(target=time.time))
    return context


def finished(process: ForkServerProcess) -> int:
    """Start a process and wait; its exit code."""
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode
