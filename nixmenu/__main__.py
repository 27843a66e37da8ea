"""The entry point of the console script, and of `python -m nixmenu`."""

import gc
import sys


def run() -> None:
    """Run the command line and end the process with its exit code."""
    # A kernel is a great many objects that stay: looking through them again and again finds no garbage.
    gc.set_threshold(100_000, 20, 20)
    try:
        # Imported here so that Ctrl-C is quiet from the first moment on.
        from nixmenu.cli.main import main

        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
