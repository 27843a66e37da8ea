"""Why a question does not take an answer."""

from kconfig_index import Configuration, Symbol
from nixmenu.answerable import never_taken, not_taken_now
from nixmenu.causes.goals import Goal
from nixmenu.causes.says import LEVELS


def refusal(config: Configuration, symbol: Symbol, value: str) -> tuple[str, Goal | None] | None:
    """The sentence why `value` is not taken where `config` stands, and what would have to be otherwise for it.

    None for what is taken; no goal where nothing could make the option take it.
    """
    never = never_taken(symbol, value)
    if never is not None:
        return never, None
    now = not_taken_now(symbol, value, config)
    if now is None:
        return None
    number = symbol.index
    if value not in LEVELS or symbol.type not in ("bool", "tristate"):
        return now, None if config.visibility(symbol) else Goal(number, "asked", 1)
    if LEVELS[value] < config.selected_by(symbol):
        return now, Goal(number, "at most", LEVELS[value])
    modules = config.kernel.index.modules
    if value == "m" and not config.values.tristates[modules]:
        name = config.kernel.index.names[modules]
        return f"{symbol.name} cannot be m, because {name} is n: it takes y or n", Goal(
            modules, "at least", 2
        )
    return now, Goal(number, "asked", LEVELS[value])
