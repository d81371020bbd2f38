"""The protocol between the tests and a client: a JSON object a line.

To the client {"n": 1, "op": "items", ...}; from it {"n": 1, "result": "..."} or {"n": 1, "error": "item-not-found"},
and {"event": "<message/>"} for every message, and every presence
with a status, that comes.
"""

import json
import sys


def say(line):
    print(json.dumps(line), flush=True)


def result(number, value):
    say({"n": number, "result": value})


def error(number, condition):
    say({"n": number, "error": condition})


def event(xml):
    say({"event": xml})


class Reader:
    """Cuts what stdin gives into requests."""

    def __init__(self, handle, end):
        self.rest = b""
        self.handle = handle
        self.end = end

    def readable(self, *_):
        read = sys.stdin.buffer.raw.read(65536)
        if not read:
            self.end()
            return False
        *whole, self.rest = (self.rest + read).split(b"\n")
        for line in whole:
            self.handle(json.loads(line))
        return True
