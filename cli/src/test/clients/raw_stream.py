#!/usr/bin/env python3
"""A client of kith's XMPP port with nothing but sockets: prints what it receives, sends the lines it reads.

Usage: raw_stream.py PORT JID TOKEN
"""

import base64
import socket
import sys
import threading

port, jid, token = sys.argv[1:4]
user, domain = jid.split("@")
connection = socket.create_connection(("127.0.0.1", int(port)), timeout=60)


def send(text):
    connection.sendall(text.encode())


def until(end):
    received = b""
    while end not in received:
        more = connection.recv(65536)
        if not more:
            sys.exit("closed: " + received.decode())
        received += more
    return received.decode()


def header():
    send(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
        f" to='{domain}' version='1.0'>"
    )
    until(b"</stream:features>")


header()
secret = base64.b64encode(f"\0{user}\0{token}".encode()).decode()
send(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>")
until(b"<success")
header()
send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>raw</resource></bind></iq>")
until(b"</iq>")
send("<presence/>")
connection.settimeout(None)
print("ready", flush=True)


def show():
    while True:
        more = connection.recv(65536)
        if not more:
            return
        sys.stdout.write(more.decode())
        sys.stdout.flush()


threading.Thread(target=show, daemon=True).start()
for line in sys.stdin:
    send(line)
