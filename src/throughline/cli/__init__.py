"""The command line (contract cli.md): one module a command, calling what the web service calls.

Each module has `SUMMARY`, `add_arguments(parser)` and `run(arguments) -> exit code`, and imports what it needs when it
runs, so that `throughline --help` answers at once.
"""
