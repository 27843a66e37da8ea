"""The kernel of a session that is still to be opened: from the cache, or read by a process of its own meanwhile."""

from typing import TYPE_CHECKING, NamedTuple

from kconfig_index.errors import KconfigError
from nixmenu.errors import NixmenuError
from nixmenu.kernel_source import kernel_loading
from nixmenu.session_options import SessionOptions

if TYPE_CHECKING:
    from kconfig_index import Kernel
    from kconfig_index.reading_process import ReadingProcess


class Ahead(NamedTuple):
    """What there is of the kernel: itself, or a process that reads it, or nothing."""

    kernel: "Kernel | None" = None
    process: "ReadingProcess | None" = None


NOTHING = Ahead()


def read_ahead(options: SessionOptions) -> Ahead:
    """Look for the kernel in the cache, and have it read if it is not there; for a program that has one thread.

    Nothing is done where it might go wrong: what cannot be opened is told by who opens it.
    """
    if options.demo or options.toolchain is not None:
        return NOTHING
    try:
        loading, _ = kernel_loading(options)
    except (NixmenuError, KconfigError):
        return NOTHING
    kernel = loading.cached()
    if kernel is not None:
        return Ahead(kernel)
    # Imported here, because a kernel from the cache needs none of it.
    from kconfig_index.reading_process import ReadingProcess

    return Ahead(process=ReadingProcess.start(loading))
