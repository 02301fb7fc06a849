"""`python -m newscrawl`: the console script, where it is not on the path."""

from newscrawl.command_line import main

if __name__ == "__main__":
    main()
