"""Memory that was freed, given back to the system."""

import ctypes


def give_back_freed_memory() -> None:
    """Let go of what reading an index has left free between what is kept.

    glibc keeps it otherwise: a sixth of what the process holds at 100,000 elements. Other C
    libraries have no such call; there nothing happens.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
