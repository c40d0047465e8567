"""What goes through the pipes between this process and a limited child.

A request is two lengths, options as JSON, and the file's bytes, or its open descriptor through the socket beside the
pipes. An answer is a status, a length, and JSON.
Nothing is ever pickled: the child has read a hostile file, and what it says is data to be checked.
"""

from __future__ import annotations

import json
import re
import struct

from openimr.pages.model import UnreadableFile

#: Length of the options, length of the file that follows, whether a descriptor of the file comes instead.
REQUEST = struct.Struct(">II?")
#: Status, length of the JSON that follows.
ANSWER = struct.Struct(">cI")

#: The child has started and has its job.
READY = b"R"
#: The child could not start: text says why.
BROKEN = b"B"
#: The job's value follows.
VALUE = b"V"
#: The file was refused: {"code", "message"} follow.
REFUSED = b"E"
#: As the two before, and the child ends after it, to be replaced by a fresh one.
LAST_VALUE = b"v"
LAST_REFUSED = b"e"

STATUSES = frozenset({READY, BROKEN, VALUE, REFUSED, LAST_VALUE, LAST_REFUSED})

_CODE = re.compile(r"[a-z][a-z_]{0,39}")
_MESSAGE = 2000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def refusal(problem: UnreadableFile) -> bytes:
    """The JSON of a refusal."""
    return json.dumps({"code": problem.code, "message": problem.message[:_MESSAGE]}).encode("ascii")


def as_refusal(payload: bytes) -> UnreadableFile:
    """The refusal that a child's answer holds, or one that says that the answer makes no sense."""
    try:
        answer = json.loads(payload)
        code, message = answer["code"], answer["message"]
        if isinstance(message, str) and isinstance(code, str) and _CODE.fullmatch(code):
            return UnreadableFile(code, _CONTROLS.sub(" ", message[:_MESSAGE]))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return nonsense()


def nonsense() -> UnreadableFile:
    """The refusal of a file after which the child gave an answer that is none."""
    return UnreadableFile(
        "limits",
        "The file made the process that reads it answer nonsense; it may be damaged or made to do harm.",
    )
