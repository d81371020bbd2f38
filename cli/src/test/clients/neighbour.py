#!/usr/bin/env python3
"""Another user of the same machine, who has no token: tries all that comes to mind, and prints what came of it as JSON.

Usage: neighbour.py PORT HOME STATE
"""

import base64
import json
import os
import socket
import sys

port, home, state = int(sys.argv[1]), sys.argv[2], sys.argv[3]
OPENING = (
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
    " to='capulet.lit' version='1.0'>"
)
LAUGHS = "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol1 '&lol;&lol;&lol;&lol;&lol;'>]>"


def attempt(what):
    try:
        what()
        return "done"
    except OSError as e:
        return type(e).__name__


def stream(text, address="127.0.0.1"):
    """The condition that ends a stream on which this is said; all that came, if none does."""
    with socket.create_connection((address, port), timeout=30) as connection:
        received = b""
        try:
            connection.sendall(text.encode())
            while more := connection.recv(65536):
                received += more
        except OSError:
            pass
    answer = received.decode()
    if "<stream:error>" in answer:
        return answer.split("<stream:error><")[1].split(" ")[0]
    return answer


def plain(name, password):
    secret = base64.b64encode(f"\0{name}\0{password}".encode()).decode()
    return f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>"


def connect():
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(os.path.join(home, "control.sock"))


told = {"uid": os.getuid()}
told["list home"] = attempt(lambda: os.listdir(home))
for name in ("store.mv.db", "vault.key", "vault", "daemon.log", "lock"):
    told["read " + name] = attempt(lambda: open(os.path.join(home, name), "rb"))
told["write into home"] = attempt(lambda: open(os.path.join(home, "x"), "wb"))
told["move home"] = attempt(lambda: os.rename(home, home + "-mine"))
told["list state"] = attempt(lambda: os.listdir(os.path.join(state, "kith")))
told["control socket"] = attempt(connect)
told["no login"] = stream(OPENING + "<iq type='get' id='a'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>")
told["no login, ::1"] = stream(OPENING + "<message to='juliet@capulet.lit'><body>hi</body></message>", "::1")
told["guesses"] = stream(OPENING + plain("juliet", "") + plain("juliet", "juliet") + plain("root", "a" * 26))
told["other domain"] = stream(OPENING.replace("capulet.lit", "montague.lit"))
for _ in range(3):
    told["billion laughs"] = stream(LAUGHS + OPENING[OPENING.index("<stream:") :])
    told["entity"] = stream(OPENING + "<a>&lol1;</a>")
    told["unclosed"] = stream(OPENING + "<a>" * 20_000)
    told["long"] = stream(OPENING + "<auth>" + "x" * 2_000_000)
    told["garbage"] = stream("GET / HTTP/1.1\r\n\r\n<")
crowd = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(300)]
crowd[-1].sendall(OPENING.encode())
told["the last of a crowd"] = "features" if b"<" in crowd[-1].recv(100) else "nothing"
print(json.dumps(told))
