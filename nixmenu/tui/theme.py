"""The colours: few, each for one meaning, and none paler on its ground than 4.5:1 (WCAG 2.2, contrast, level AA)."""

from textual.theme import Theme

DARK = Theme(
    name="nixmenu-dark",
    primary="#7ebae4",
    secondary="#a5afba",
    accent="#7ebae4",
    foreground="#d7dde4",
    background="#15181d",
    surface="#1b1f26",
    panel="#232932",
    success="#8fce8b",
    warning="#e9c46a",
    error="#f4938a",
    dark=True,
    variables={"quiet": "#929ca8", "difference": "#f4f7fa", "cursor": "#243e55", "cursor-blurred": "#2a313b"},
)
"""For terminals with 256 colours or more."""

LIGHT = Theme(
    name="nixmenu-light",
    primary="#255c90",
    secondary="#515b66",
    accent="#255c90",
    foreground="#22272e",
    background="#fbfbf9",
    surface="#f2f2ee",
    panel="#e6e7e2",
    success="#20662a",
    warning="#765200",
    error="#a8231b",
    dark=False,
    variables={"quiet": "#5b636c", "difference": "#000000", "cursor": "#cde2f3", "cursor-blurred": "#dfe3e6"},
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
        "block-cursor-background": "ansi_white",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-blurred-background": "ansi_white",
        "block-cursor-blurred-foreground": "ansi_black",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
    },
)
"""The terminal's own sixteen colours and ground: for the Linux console, old terminals, and NO_COLOR."""

ALL = (DARK, LIGHT, CONTRAST, TERMINAL)
"""In the order in which the key for it goes through them."""
