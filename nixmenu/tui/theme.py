"""The colours: few, and each for one meaning."""

from textual.theme import Theme

DARK = Theme(
    name="nixmenu-dark",
    primary="#7ebae4",
    secondary="#9aa5b1",
    accent="#7ebae4",
    foreground="#d7dde4",
    background="#15181d",
    surface="#1b1f26",
    panel="#232932",
    success="#8fce8b",
    warning="#e9c46a",
    error="#f28779",
    dark=True,
    variables={"quiet": "#78828f", "difference": "#f4f7fa", "cursor": "#2c4a63", "cursor-blurred": "#2a313b"},
)
"""For terminals with 256 colours or more."""

LIGHT = Theme(
    name="nixmenu-light",
    primary="#2f6ea8",
    secondary="#5c6773",
    accent="#2f6ea8",
    foreground="#22272e",
    background="#fbfbf9",
    surface="#f2f2ee",
    panel="#e6e7e2",
    success="#2b7a31",
    warning="#8f6400",
    error="#b3261e",
    dark=False,
    variables={"quiet": "#7b838c", "difference": "#000000", "cursor": "#c7dff2", "cursor-blurred": "#dfe3e6"},
)
"""The same meanings on a bright ground."""

CONTRAST = Theme(
    name="nixmenu-contrast",
    primary="#66d9ff",
    secondary="#ffffff",
    accent="#66d9ff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    success="#7dff7d",
    warning="#ffe14d",
    error="#ff9c8f",
    dark=True,
    variables={"quiet": "#c4c4c4", "difference": "#ffffff", "cursor": "#003a75", "cursor-blurred": "#3a3a3a"},
)
"""White on black, nothing paler than 7:1."""

TERMINAL = Theme(
    name="nixmenu-terminal",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_default",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    dark=True,
    variables={
        "quiet": "ansi_default",
        "difference": "ansi_default",
        "cursor": "ansi_blue",
        "cursor-blurred": "ansi_default",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
    },
)
"""The terminal's own sixteen colours and ground: for the Linux console, old terminals, and NO_COLOR."""

ALL = (DARK, LIGHT, CONTRAST, TERMINAL)
"""In the order in which the key for it goes through them."""
