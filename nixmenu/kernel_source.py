"""The kernel source that a session is about, and the load of its kernel.

Nothing here needs a layer or Nix, so that the reading of a tree can begin before they are imported.
"""

from pathlib import Path

from kconfig_index.loader import Loading, prepared
from nixmenu.errors import NixmenuError
from nixmenu.layers.platforms import Platform, platform_named
from nixmenu.session_options import SessionOptions


def kernel_loading(options: SessionOptions) -> tuple[Loading, Platform]:
    """The load of the kernel, before any of it is done; raises NixmenuError or KconfigError as `open_kernel` does."""
    source, platform = source_and_platform(options)
    loading = prepared(
        source,
        platform.arch,
        cache=options.cache,
        run_shell=options.run_shell,
        toolchain=options.toolchain,
    )
    return loading, platform


def source_and_platform(options: SessionOptions) -> tuple[Path, Platform]:
    """The kernel source and the platform that options name; raises NixmenuError if there is no such one."""
    source = kernel_source(options.kernel)
    return source, platform_named(options.arch, architectures(source))


def kernel_source(directory: Path | None) -> Path:
    """The kernel source that was named, or the current directory if it is one; raises NixmenuError."""
    source = Path.cwd() if directory is None else directory
    for part in ("Kconfig", "scripts/kconfig", "Makefile"):
        if not (source / part).exists():
            way_on = "change into one, or name one with --kernel DIR" if directory is None else "give another"
            raise NixmenuError(f"not a kernel source: {source} has no {part}; {way_on}")
    return source.resolve()


def architectures(source: Path) -> list[str]:
    """What the kernel source can be built for: the directories of `arch/`."""
    return [path.parent.name for path in source.glob("arch/*/Kconfig")]
