"""Makes docs/nixmenu.svg: the real interface on a real kernel source, with one driver turned off.

python docs/picture.py /path/to/linux-source-6.12
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from nixmenu.session import SessionOptions
from nixmenu.tui.app import NixmenuApp

TARGET = Path(__file__).resolve().parent / "nixmenu.svg"


async def settled(app: NixmenuApp, pilot: object) -> None:
    """Wait until the kernel is there and the result belongs to the newest edit."""
    for _ in range(600):
        await asyncio.sleep(0.1)
        session = app.session
        if (
            session is not None
            and session.prediction is not None
            and session.prediction.revision == session.revision
        ):
            break
    await asyncio.sleep(0.5)


async def main(kernel: Path) -> None:
    """Go to an option without a help text (none of the kernel's is to be in the picture), turn it off, take it."""
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        patches = Path("kernel-patches.nix")
        app = NixmenuApp(SessionOptions(kernel=kernel, arch="x86_64", patches=patches))
        async with app.run_test(size=(120, 34)) as pilot:
            await settled(app, pilot)
            await pilot.press("slash", *"micrel_ks8995ma")
            await asyncio.sleep(1)
            await pilot.press("enter")
            await asyncio.sleep(0.5)
            await pilot.press("n")
            await settled(app, pilot)
            TARGET.write_text(app.export_screenshot(title="nixmenu"))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).resolve()))
