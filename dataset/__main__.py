"""`python -m dataset` is the command `dataset`."""

from dataset.cli import main

if __name__ == "__main__":
    main()
