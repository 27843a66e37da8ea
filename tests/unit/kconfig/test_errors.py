"""What is no Kconfig is refused with file, line and a caret; nothing ends in a traceback."""

from pathlib import Path

import pytest

import kconfig_index
from kconfig_index.errors import KconfigError, RecursiveDependencyError, RecursiveInclusionError
from tests.unit.kconfig.conftest import MakeKernel


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('config A\n    bool "a"\n    depends on A &&\n', 3, 20, "ends too early"),
        ('config A\n    bool "a"\n    depends on (B || C\n', 3, 23, "ends too early"),
        ('config A\n    bool "a"\n    depends on B C\n', 3, 18, 'syntax error at "C"'),
        ('config A\n    bool "a"\n    depends B\n', 3, 13, 'syntax error at "B"'),
        ('config A B\n    bool "a"\n', 1, 10, 'syntax error at "B"'),
        ("config A\n    bool a\n", 2, 10, 'syntax error at "a"'),
        ("config A\n    frobnicate y\n", 2, 5, 'unknown statement "frobnicate"'),
        ('menu "m"\nconfig A\n    bool\n', 1, 1, "missing end statement"),
        ('menu "m"\nendif\n', 2, 0, "unexpected 'if' within menu block"),
        ("endmenu\n", 1, 0, "invalid statement"),
        ("depends on A\n", 1, 0, "invalid statement"),
        ('choice\nconfig A\n    bool "a"\nendchoice\n', 1, 0, "choice must have a prompt"),
        (
            'choice\n    prompt "c"\nconfig A\n    tristate "a"\nendchoice\n',
            3,
            0,
            "choice member must be bool",
        ),
        ('choice\n    prompt "c"\nconfig A\n    bool\nendchoice\n', 3, 0, "choice member must have a prompt"),
        ('source "missing"\n', 1, 0, 'can\'t open file "missing"'),
        ("A = $(A)\n$(A)\n", 2, 0, "references itself"),
        ("$(error-if,y,no luck)\n", 1, 0, "no luck"),
        ("$(shell)\n", 1, 0, "too few function arguments"),
        ("$(info,a,b)\n", 1, 0, "too many function arguments"),
        ("$(unclosed\n", 1, 0, "unterminated reference"),
        ("config A\n    int\n    range 1\n", 3, 12, "ends too early"),
    ],
)
def test_place_and_reason(make_kernel: MakeKernel, text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(KconfigError) as caught:
        make_kernel(text, run_shell=True)
    error = caught.value
    assert message in error.message
    assert (error.file, error.line, error.column) == ("Kconfig", line, column)
    shown = str(error).split("\n")
    assert shown[0].startswith(f"Kconfig:{line}: ")
    if column:
        assert shown[2].index("^") - 2 == column - 1
        assert shown[1].strip() == text.split("\n")[line - 1].strip()


def test_error_in_a_sourced_file_names_that_file(make_kernel: MakeKernel) -> None:
    with pytest.raises(KconfigError, match=r"^drivers/Kconfig:2: "):
        make_kernel('source "drivers/Kconfig"\n', {"drivers/Kconfig": "\nconfig\n"})


def test_block_must_end_in_its_file(make_kernel: MakeKernel) -> None:
    with pytest.raises(KconfigError, match="missing end statement"):
        make_kernel('source "open"\nendif\n', {"open": "if A\n"})
    with pytest.raises(KconfigError, match="in different file"):
        make_kernel('if A\nsource "close"\n', {"close": "endif\n"})


def test_files_that_source_each_other(make_kernel: MakeKernel) -> None:
    with pytest.raises(RecursiveInclusionError) as caught:
        make_kernel('source "a"\n', {"a": 'source "b"\n', "b": '\nsource "a"\n'})
    assert caught.value.report.splitlines()[3:] == [
        "  included from: b:2",
        "  included from: a:1",
        "  included from: Kconfig:1",
    ]


def test_recursive_dependency(make_kernel: MakeKernel) -> None:
    with pytest.raises(RecursiveDependencyError, match="symbol A depends on B; symbol B is selected by A"):
        make_kernel('config A\n    bool "a"\n    depends on B\n    select B\nconfig B\n    bool "b"\n')


def test_nested_beyond_all_measure(make_kernel: MakeKernel) -> None:
    with pytest.raises(KconfigError):
        make_kernel(f"config A\n    def_bool {'(' * 5000}y{')' * 5000}\n")
    with pytest.raises(KconfigError):
        make_kernel("".join(f'menu "{n}"\n' for n in range(20_000)) + "endmenu\n" * 20_000)


def test_macro_that_grows_without_end(make_kernel: MakeKernel) -> None:
    doubled = "".join(f"M{n + 1} = $(M{n})$(M{n})\n" for n in range(40))
    with pytest.raises(KconfigError, match="expands to more than"):
        make_kernel(f'M0 = 12345678\n{doubled}config A\n    string\n    default "$(M40)"\n')


def test_no_kernel_source(tmp_path: Path) -> None:
    with pytest.raises(KconfigError, match="not a kernel source: there is no Kconfig"):
        kconfig_index.load(tmp_path)
    with pytest.raises(KconfigError, match="not a directory"):
        kconfig_index.load(tmp_path / "nowhere")


def test_unknown_architecture_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "Kconfig").write_text("")
    for name in ("arm64", "x86"):
        (tmp_path / "arch" / name).mkdir(parents=True)
        (tmp_path / "arch" / name / "Kconfig").write_text("")
    with pytest.raises(KconfigError, match="unknown architecture 'vax'; this kernel has arm64, x86"):
        kconfig_index.load(tmp_path, "vax")


def test_binary_file(make_kernel: MakeKernel, tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/binary").write_bytes(b"config A\0")
    with pytest.raises(KconfigError, match="NUL byte"):
        make_kernel('source "binary"\n')


def test_missing_compiler_is_said_and_the_tree_is_still_read(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        'config HAS_OPTION\n    def_bool $(shell,{ $(CC) --x; } >/dev/null 2>&1 && echo "y" || echo "n")\n',
        environment={"CC": "no-such-compiler", "LD": "no-such-linker", "PATH": "/usr/bin:/bin"},
        run_shell=True,
    )
    assert kernel.configuration().value(kernel.symbols["HAS_OPTION"]) == "n"
    assert kernel.assumptions == [
        "no-such-compiler and no-such-linker not found: what depends on the compiler is taken as not supported, so "
        "the result differs from a real build"
    ]


def test_without_running_commands_tests_fail_and_that_is_said(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        'config A\n    def_bool $(shell,{ true; } >/dev/null 2>&1 && echo "y" || echo "n")\n'
    )
    assert kernel.configuration().value(kernel.symbols["A"]) == "n"
    assert kernel.assumptions == ["no command was run: 1 tests of the toolchain are assumed to fail"]


def test_without_a_compiler_what_would_stop_the_build_is_a_warning(make_kernel: MakeKernel) -> None:
    text = """
        success = $(shell,{ $(1); } >/dev/null 2>&1 && echo "y" || echo "n")
        info := $(shell,/tree/scripts/cc-version.sh $(CC))
        $(error-if,$(success,test -z "$(info)"),no compiler)
        $(error-if,y,certainly wrong)
        name := $(shell,set -- $(info) && echo $1)
        config IS_GCC
            def_bool $(success,test "$(name)" = GCC)
        config NAME
            string
            default "$(name)"
        config VERSION
            int
            default $(shell,set -- $(info) && echo $2)
        """
    kernel = make_kernel(text)
    config = kernel.configuration()
    assert {name: config.value(symbol) for name, symbol in kernel.symbols.items()} == {
        "IS_GCC": "n",
        "NAME": "GCC",
        "VERSION": "0",
    }
    assert kernel.warnings == ["Kconfig:5: certainly wrong"]


def test_references_inside_each_other_without_end(make_kernel: MakeKernel) -> None:
    with pytest.raises(KconfigError, match=r"^Kconfig:1: macros stand more than \d+ deep inside each other"):
        make_kernel("$(" * 4000 + ")" * 4000 + "\n")
    with pytest.raises(KconfigError, match=r"^Kconfig:2: a reference is longer than \d+ characters"):
        make_kernel("\n" + "$(" * 100_000 + ")" * 100_000 + "\n")
