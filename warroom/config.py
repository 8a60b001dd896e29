"""The configuration file, read plainly: what every command needs, without loading the model that documents it.

`warroom.config_model` describes all keys and checks them; the app and `warroom config` use it.
"""

from __future__ import annotations

from typing import Any

from store.errors import BadInput


def read_config(path: str) -> dict[str, Any]:
    """The configuration as a dictionary, empty when there is no file. Raises BadInput with the file and the line."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError as error:
        raise BadInput("config", f"{path}: {error}", "save it as UTF-8") from None
    except OSError as error:
        raise BadInput("config", f"{path} can't be read: {error.strerror}", "check its permissions") from None
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput("config", f"{path}: {error}", "mend the file") from None


def text_setting(values: dict[str, Any], key: str, path: str) -> str:
    """A text of the configuration, empty when it is not there. Raises BadInput when it is no text."""
    value = values.get(key, "")
    if not isinstance(value, str):
        raise BadInput("config", f"{path}: {key} is no text", f'write it as {key} = "…"')
    return value
