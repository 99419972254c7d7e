"""Errors of the index; each message holds the command that cures it.

PlanAssistantError
├── NoIndex             nothing has been built yet, or every generation is damaged
├── DamagedGeneration   a file of a generation is missing or not what the manifest says
├── WrongEncoder        the index was built with another encoder than the one configured
├── EncoderNotLoaded    the encoder's model cannot be loaded
├── BuildRefused        the plan files hold errors, or another build is running
"""

from corpus.errors import PlanAssistantError

BUILD = "python scripts/build_index.py"


class NoIndex(PlanAssistantError):
    """There is no sound generation to load."""


class DamagedGeneration(PlanAssistantError):
    """A generation does not hold what its manifest says."""


class WrongEncoder(PlanAssistantError):
    """The index was built with another encoder than the one configured."""


class EncoderNotLoaded(PlanAssistantError):
    """The encoder's model cannot be loaded."""


class BuildRefused(PlanAssistantError):
    """The build stopped before anything was changed."""
