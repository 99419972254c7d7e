"""The settings: environment variables with the prefix PLAN_; the one reader of the environment."""

import secrets
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadSettings
from index.store import GENERATIONS


class Settings(BaseSettings):
    """What an operator can set; the field `encoder` is the variable PLAN_ENCODER, and so on."""

    model_config = SettingsConfigDict(env_prefix="PLAN_", frozen=True)

    encoder: str = Field("", description="A sentence-transformers model; empty = the shipped one")
    index: Path = Field(GENERATIONS, description="The folder that holds the built generations")
    secret_key: str = Field("", description="Signs conversation tokens; empty = made at start")

    @cached_property
    def signing_key(self) -> str:
        """The secret key, or one made for this process."""
        return self.secret_key or secrets.token_hex(32)


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        BadSettings: a variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"PLAN_{'_'.join(str(part) for part in first['loc']).upper()}"
        what = f"{name}={first['input']!r} cannot be used: {first['msg']}."
        raise BadSettings(f"{what} See the settings table in README.") from None
