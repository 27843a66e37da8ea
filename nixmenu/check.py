"""All problems of a session, the gravest first, each with its root, what it means and what to do."""

from collections.abc import Callable

from nixmenu.causes.kernel_text import KernelText
from nixmenu.findings import answers, lost, names, required, stops
from nixmenu.findings.finding import Finding
from nixmenu.findings.scene import Scene
from nixmenu.session import Session
from nixmenu.why import reasons_of, says_of

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(session: Session, cancelled: Callable[[], bool] = lambda: False) -> list[Finding]:
    """Find the problems of the session's accepted prediction.

    Raises ValueError if there is none, and generator.CancelledError when `cancelled` says that nobody waits any more:
    thousands of answers that did not stick take seconds.
    """
    prediction = session.prediction
    if prediction is None:
        raise ValueError("nothing was predicted yet")
    reasons = reasons_of(session, prediction)
    text = KernelText(session.kernel) if reasons is None else reasons.text
    scene = Scene(session, prediction, says_of(session, prediction), reasons, text, cancelled)
    found = [*stops.find(scene)]
    stopped = {name for finding in found for name in finding.names}
    found += names.find(scene)
    found += (finding for finding in answers.find(scene) if stopped.isdisjoint(finding.names))
    told = {name for finding in found for name in finding.names}
    found += lost.find(scene, told)
    found += required.find(scene)
    return sorted(
        found, key=lambda finding: (_ORDER[finding.severity], finding.kind != "stop", -len(finding.names))
    )
