"""Measurements of time and memory, each with add_arguments(parser) and run(arguments)."""
