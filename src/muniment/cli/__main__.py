"""The command line as a module: `python -m muniment.cli`."""

from muniment.cli import main

if __name__ == "__main__":
    main()
