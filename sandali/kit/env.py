"""Settings from the environment, read once and typed: a wrong value stops the start with a sentence."""

import secrets
from pathlib import Path
from typing import Any

from environs import Env, EnvError, validate


class WrongSetting(SystemExit):
    """Raised at start when an environment variable cannot be used; its text is for the operator."""


class Settings:
    """Reads `SANDALI_*` variables. Each reader names the variable without the prefix."""

    def __init__(self) -> None:
        self._env = Env(prefix="SANDALI_")

    def _read(self, reader: str, name: str, default: Any, **options: Any) -> Any:
        try:
            return getattr(self._env, reader)(name, default, **options)
        except (EnvError, ValueError) as problem:
            raise WrongSetting(f"Sandali cannot start: SANDALI_{name} is not usable ({problem}).") from problem

    def text(self, name: str, default: str = "") -> str:
        """One line of text."""
        return self._read("str", name, default)

    def flag(self, name: str, default: bool) -> bool:
        """yes/no, true/false, 1/0."""
        return self._read("bool", name, default)

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number within `least` and `most`."""
        return self._read("int", name, default, validate=validate.Range(least, most))

    def words(self, name: str, default: list[str]) -> list[str]:
        """A list separated by commas."""
        return self._read("list", name, default)

    def folder(self, name: str, default: str) -> Path:
        """A folder, made when it is missing."""
        path = Path(self._read("str", name, default)).expanduser().resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise WrongSetting(f"Sandali cannot start: the folder SANDALI_{name}={path} cannot be made ({problem}).") from problem
        return path

    def secret(self, name: str, file: Path) -> str:
        """A secret from the variable, else from `file`, which is made on first use and readable by its owner only."""
        value = self._read("str", name, "")
        if value:
            if len(value) < 32:
                raise WrongSetting(f"Sandali cannot start: SANDALI_{name} must have at least 32 characters.")
            return value
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return file.read_text(encoding="ascii").strip()
