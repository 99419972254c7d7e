"""The settings: environment variables with the prefix PLAN_; the one reader of the environment."""

import os
import re
import secrets
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadSettings
from index.store import GENERATIONS

PREFIX = "PLAN_"
FEEDBACK = Path(__file__).parents[1] / "feedback.sqlite"
_RATE = re.compile(r"\d+ ?(/|per) ?(\d+ ?)?(second|minute|hour|day)s?")
_SOURCE = re.compile(r"'self'|(https?://)?[\w.*:-]+")
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*(:\d+)?")


class Settings(BaseSettings):
    """What an operator can set; the field `encoder` is the variable PLAN_ENCODER, and so on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    encoder: str = Field(
        default="", description="A sentence-transformers model; empty = the shipped one"
    )
    index: Path = Field(
        default=GENERATIONS, description="The folder that holds the built generations"
    )
    secret_key: str = Field(
        default="", description="Signs conversation tokens; empty = made at start"
    )
    old_secret_key: str = Field(
        default="", description="The secret key used before; its tokens are still read"
    )
    rate_limit: str = Field(
        default="30/minute", description="Questions per address; empty = no limit"
    )
    queue: int = Field(
        default=100,
        ge=0,
        le=1000,
        description="Requests that may wait in a process; others get 503",
    )
    trusted_hosts: str = Field(
        default="", description="Host names to answer to, separated by commas; empty = all"
    )
    proxy_count: int = Field(default=0, ge=0, le=9, description="How many proxies stand in front")
    https: bool = Field(
        default=False, description="Served over HTTPS only: adds Strict-Transport-Security"
    )
    frame_ancestors: str = Field(
        default="", description="Sites that may embed the pages, separated by spaces; empty = none"
    )
    off_switch: str = Field(
        default="", description="While this file exists, every page says it is closed"
    )
    contact: str = Field(
        default="", description="Where people can write about the service; e-mail or text"
    )
    feedback_database: str = Field(
        default=str(FEEDBACK),
        description="The SQLite file that keeps feedback; empty = no feedback",
    )
    feedback_months: int = Field(default=12, ge=1, le=120, description="How long feedback is kept")
    metrics: bool = Field(default=False, description="Serves figures for Prometheus at /metrics")

    @field_validator("rate_limit")
    @classmethod
    def _rate(cls, value: str) -> str:
        if value and not _RATE.fullmatch(value):
            raise ValueError('write it like "30/minute", or leave it empty for no limit')
        return value

    @field_validator("trusted_hosts")
    @classmethod
    def _hosts(cls, value: str) -> str:
        if value and not all(_HOST.fullmatch(part.strip()) for part in value.split(",")):
            raise ValueError('write names like "plan.example.fi", separated by commas')
        return value

    @field_validator("feedback_database")
    @classmethod
    def _writable(cls, value: str) -> str:
        folder = Path(value).absolute().parent
        if value and not os.access(folder, os.W_OK):
            raise ValueError(f"{folder} is no folder that can be written to")
        return value

    @field_validator("frame_ancestors")
    @classmethod
    def _sources(cls, value: str) -> str:
        if not all(_SOURCE.fullmatch(part) for part in value.split()):
            raise ValueError('write addresses like "https://www.example.fi", separated by spaces')
        return value

    @cached_property
    def signing_key(self) -> str:
        """The secret key, or one made for this process."""
        return self.secret_key or secrets.token_hex(32)


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        BadSettings: a variable is unknown or has a value that cannot be used.
    """
    _refuse_unknown()
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{'_'.join(str(part) for part in first['loc']).upper()}"
        what = f"{name}={first['input']!r} cannot be used: {first['msg']}."
        raise BadSettings(f"{what} See the settings table in docs/operating.md.") from None


def _refuse_unknown() -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            what = f"{name} is not a setting. The settings are {', '.join(sorted(known))}."
            raise BadSettings(f"{what} Remove or rename the variable.")
