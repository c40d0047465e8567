"""What no case holds: the settings of the service, and who changes them where, in the words of a refusal."""

from __future__ import annotations


def from_setting(name: str) -> str:
    """What to do about a value that comes from a setting; the end of a sentence.

    >>> from_setting("OPENIMR_REGULATOR")
    'an administrator gives it in the setting OPENIMR_REGULATOR, among the environment variables with which the \
service and its worker are started, and starts them again (reference: Settings of the service)'
    """
    return (
        f"an administrator gives it in the setting {name}, among the environment variables with which the service "
        "and its worker are started, and starts them again (reference: Settings of the service)"
    )
