"""The command line as a module: `python -m muniment.cli`."""

from muniment.cli import main

main()
