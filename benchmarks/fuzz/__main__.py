"""Fuzz one target for some time and say how many inputs it was given. An input that breaks it is left as `crash-…`.

uv run --group fuzz python -m benchmarks.fuzz TARGET [SECONDS [CORPUS]]
"""

import importlib
import sys
from typing import Any

LONGEST = 4_096
"""Bytes of an input: what breaks a parser is mostly small."""


def main() -> None:
    """Does not return: libFuzzer ends the process."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["app", "checks"], enable_loader_override=False):
        targets = importlib.import_module("benchmarks.fuzz.targets").TARGETS
    if len(sys.argv) < 2 or sys.argv[1] not in targets:
        raise SystemExit(f"{__doc__}\nTARGET is one of {', '.join(targets)}")
    seconds = sys.argv[2] if len(sys.argv) > 2 else "60"
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=4000", "-verbosity=1"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[3:4]], targets[sys.argv[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
