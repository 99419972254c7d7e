"""Measure this project: python scripts/benchmark.py [answers | growth | ... | plans] [--help]."""

import argparse
import sys
from importlib import import_module

MEASUREMENTS = ("answers", "growth", "load", "peers", "plans")


def main() -> None:
    """Run one measurement, a module of benchmarks: the answers' time and memory unless named."""
    arguments = sys.argv[1:]
    name = arguments.pop(0) if arguments and arguments[0] in MEASUREMENTS else "answers"
    measurement = import_module(f"benchmarks.{name}")
    parser = argparse.ArgumentParser(
        f"benchmark.py {name}",
        description=measurement.__doc__,
        epilog=f"Measurements: {', '.join(MEASUREMENTS)}.",
    )
    measurement.add_arguments(parser)
    measurement.run(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
