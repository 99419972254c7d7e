"""TOML files that people edit: read with messages that name the line."""

import re
import tomllib
from pathlib import Path
from typing import Any

from corpus.errors import BadPlanFile


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        BadPlanFile: the file is missing, not UTF-8 or not TOML.

    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadPlanFile(path, "the file is missing", "Restore it") from None
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise BadPlanFile(path, what, "Save the file as UTF-8 text") from None
    except RecursionError:
        raise BadPlanFile(path, "too many brackets are open at once", "Close them") from None
    except ValueError as error:
        # A TOMLDecodeError, or a number with thousands of digits.
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else None
        raise BadPlanFile(path, str(error), "Mend the TOML there", number) from None


def line_of(path: Path, wanted: str) -> int | None:
    """The first line that holds `wanted`, counted from 1."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if wanted in line:
            return number
    return None
