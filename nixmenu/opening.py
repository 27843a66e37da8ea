"""Opening a session: the kernel, the platform and every layer, found by what the command line says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import kconfig_index
from kconfig_index import Kernel
from kconfig_index.cache import default_directory
from nixmenu.errors import NixmenuError
from nixmenu.generator import Rules
from nixmenu.kernel_source import kernel_loading, source_and_platform
from nixmenu.layers.answer import Answer
from nixmenu.layers.answer_lines import InvalidAnswerLineError, parse_answers
from nixmenu.layers.base import Base, load_base, load_base_file
from nixmenu.layers.facts import NixosFacts, load_facts
from nixmenu.layers.nixos_configuration import nixos_configuration
from nixmenu.layers.patches import UserLayer, read_user_layer, user_file
from nixmenu.layers.platforms import Platform, platform_named
from nixmenu.layers.sources import Request, nixos_layer
from nixmenu.nix.circumstances import Circumstances
from nixmenu.session_options import PATCHES_NAME, SessionOptions

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is finished and how much there is."""

Later = Callable[[Callable[[], None]], object]
"""Given work that can wait until the session is shown; it may be done in any thread, at most once."""

Outlined = Callable[[Kernel], object]
"""Given a kernel of which only the menus are known (`kconfig_index.outline`), at most once."""

_DEMO = Path(__file__).parent / "data" / "demo"
_LARGEST_ANSWERS = 16 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that a session starts from."""

    kernel: Kernel
    platform: Platform
    base: Base
    facts: NixosFacts
    nixos_name: str
    user: UserLayer
    patches: Path
    answers: str | None
    """The intermediate lines that stand for both Nix layers, if they were given."""
    directory: Path | None
    """Where the demo keeps the user's file; it goes with the session."""
    toolchain: Path | None = None
    """The file with the toolchain's answers, if they are not those of the one here."""
    state: Path | None = None
    """Where the session remembers what it saved; None: nowhere."""
    is_own_kernel: bool = False
    """Whether Nix was asked for the kernel that the user's configuration has."""

    @property
    def circumstances(self) -> Circumstances:
        """What the user's file may take as known."""
        return Circumstances(self.kernel.version, self.platform.system, self.platform.arch)

    @property
    def rules(self) -> Rules:
        """What nixpkgs tells the run on this platform."""
        return Rules(
            self.platform.auto_modules, self.platform.prefer_builtin, self.platform.ignore_config_errors
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should know about what was opened, one sentence each."""
        return (
            *self.kernel.warnings,
            *self.kernel.assumptions,
            *self.base.warnings,
            *self.facts.notes,
            *self.user.notes,
            *(() if self.is_own_kernel else self.user.kernels),
        )


def open_layers(
    options: SessionOptions,
    progress: Progress | None,
    loaded: Kernel | None = None,
    later: Later | None = None,
    outlined: Outlined | None = None,
) -> Opened:
    """Load what `options` name, but for the kernel if that is `loaded`; what can be put off is given to `later`.

    `outlined` is given the menus before there are values, where the kernel has to be read for them.
    Raises NixmenuError or KconfigError for what cannot be used.
    """
    if options.demo:
        return _open_demo(options, loaded)
    kernel, platform = open_kernel(options, progress, loaded, later, outlined)
    patches = user_file(options.patches or Path(PATCHES_NAME))
    if options.answers is not None:
        text = _read_answers(options.answers)
        base = load_base(kernel, options.base, platform.defconfig)
        nothing = NixosFacts((), {}, "", _wrong_line(text, options.answers))
        name = f"answers in {options.answers}"
        return Opened(
            kernel, platform, base, nothing, name, UserLayer(), patches, text, None, options.toolchain
        )
    nixos = nixos_layer(nixos_request(options, kernel, platform), progress)
    platform = nixos.facts.platform or platform
    base = load_base(kernel, options.base, platform.defconfig)
    circumstances = Circumstances(kernel.version, platform.system, platform.arch)
    user = read_user_layer(patches, options.entry, circumstances)
    facts, name = nixos.facts, nixos.name
    return Opened(
        kernel,
        platform,
        base,
        facts,
        name,
        user,
        patches,
        None,
        None,
        options.toolchain,
        options.state,
        is_own_kernel=options.configuration is not None,
    )


def open_kernel(
    options: SessionOptions,
    progress: Progress | None,
    loaded: Kernel | None = None,
    later: Later | None = None,
    outlined: Outlined | None = None,
) -> tuple[Kernel, Platform]:
    """Load the kernel alone, as `open_layers` does; raises NixmenuError or KconfigError for what cannot be used."""
    if loaded is not None:
        return loaded, source_and_platform(options)[1]
    loading, platform = kernel_loading(options)
    return loading.kernel(progress, later, outlined), platform


def nixos_request(options: SessionOptions, kernel: Kernel, platform: Platform) -> Request:
    """Which NixOS layer is wanted for a kernel; raises NixmenuError for a configuration that is not there."""
    cache = default_directory() if options.cache == "default" else options.cache
    near = (options.patches or Path(PATCHES_NAME)).absolute()
    near = near if near.is_dir() else near.parent
    nixos = None if options.configuration is None else nixos_configuration(options.configuration)
    return Request(options.common_config, options.nixpkgs, platform, kernel.version, cache, near, nixos)


def text_answers(text: str) -> Mapping[str, Answer]:
    """Intermediate lines as answers, for showing; none if there is a line among them that the run dies of."""
    try:
        replies = parse_answers(text)
    except InvalidAnswerLineError:
        return {}
    return {name: Answer(reply.value, "text", not reply.mandatory, 0, ()) for name, reply in replies.items()}


def _wrong_line(text: str, path: Path) -> tuple[str, ...]:
    """The line that the run dies of, with its place, which nixpkgs' own message lacks."""
    try:
        parse_answers(text)
    except InvalidAnswerLineError as error:
        said = f"{error.text.strip()!r} is no answer, and the run dies of it"
        return (f"{path}:{error.number}: {said}; write NAME VALUE, or NAME? VALUE if it may fail",)
    return ()


def _open_demo(options: SessionOptions, loaded: Kernel | None) -> Opened:
    platform = platform_named("x86_64")
    environment = {"ARCH": "x86", "SRCARCH": "x86"}
    kernel = loaded or kconfig_index.load(
        _DEMO, "x86_64", environment=environment, cache=None, run_shell=False
    )
    base = load_base_file(kernel, _DEMO / "demo_defconfig", "demo_defconfig")
    facts = load_facts(_DEMO / "common-config.json", platform.system, kernel.version)
    directory, patches = None, options.patches
    if patches is None:
        from tempfile import mkdtemp

        directory = Path(mkdtemp(prefix="nixmenu-demo-"))
        patches = directory / PATCHES_NAME
    user = read_user_layer(patches, options.entry)
    return Opened(kernel, platform, base, facts, "NixOS demo facts", user, patches, None, directory)


def _read_answers(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_ANSWERS:
            raise NixmenuError("is too large for a list of answers", path=path)
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise NixmenuError(f"cannot be read: {error.strerror}", path=path) from error
