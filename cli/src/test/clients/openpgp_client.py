"""slixmpp and GnuPG as a client that encrypts for itself (XEP-0373, XEP-0473), driven by the tests (lines.py).

Nothing of kith's is in it: what it knows of the account it is told over its stream.
"""

import asyncio
import base64
import os
import secrets
import shutil
import subprocess
import tempfile
from datetime import datetime, timezone
from xml.etree import ElementTree

import lines
import slixmpp_client

OPENPGP = "urn:xmpp:openpgp:0"
ENCRYPTED = "urn:xmpp:openpgp:pubsub:0"
PUBSUB = "{http://jabber.org/protocol/pubsub}"


class Gpg:
    """GnuPG with a home of its own and one key."""

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix="kg")

    def run(self, *arguments, given=b"", passphrase=None):
        command = ["gpg", "--batch", "--no-tty", "--quiet", "--pinentry-mode", "loopback", "--trust-model", "always"]
        reading = None
        if passphrase is not None:
            reading, writing = os.pipe()
            os.write(writing, passphrase.encode())
            os.close(writing)
            command += ["--passphrase-fd", str(reading)]
        try:
            done = subprocess.run(
                command + list(arguments), input=given, capture_output=True, env={**os.environ, "GNUPGHOME": self.home},
                pass_fds=[] if reading is None else [reading])
        finally:
            if reading is not None:
                os.close(reading)
        if done.returncode:
            raise ValueError(done.stderr.decode(errors="replace"))
        return done.stdout

    def make_key(self, jid):
        self.run("--passphrase", "", "--quick-generate-key", "xmpp:" + jid, "ed25519", "sign,cert", "never")
        colons = self.run("--with-colons", "--list-secret-keys").decode()
        self.own = next(line.split(":")[9] for line in colons.splitlines() if line.startswith("fpr:"))
        self.run("--passphrase", "", "--quick-add-key", self.own, "cv25519", "encrypt", "never")

    def opened(self, message):
        """What is in a signed and encrypted message, and the fingerprint of who signed it."""
        path = os.path.join(self.home, "message")
        with open(path, "wb") as file:
            file.write(message)
        status = self.run("--status-fd", "1", "--yes", "--output", path + ".plain", "--decrypt", path).decode()
        signed = [line.split() for line in status.splitlines() if line.startswith("[GNUPG:] VALIDSIG ")]
        with open(path + ".plain", "rb") as file:
            return file.read(), signed[0][2]

    def close(self):
        subprocess.run(["gpgconf", "--kill", "all"], env={**os.environ, "GNUPGHOME": self.home})
        shutil.rmtree(self.home, ignore_errors=True)


gpg = Gpg()


def certificate(jid, path, **_):
    """Makes a key; its certificate, for the user to approve, into a file."""
    gpg.make_key(jid)
    with open(path, "wb") as file:
        file.write(gpg.run("--export", gpg.own))
    return gpg.own


class Client(slixmpp_client.Client):
    def __init__(self, ask):
        super().__init__(ask)
        self.secrets = {}
        self.news = asyncio.Event()

    def seen(self, stanza):
        if stanza.name == "message":
            asyncio.ensure_future(self.told(stanza))
        return super().seen(stanza)

    async def told(self, message):
        openpgp = message.xml.find("{%s}openpgp" % OPENPGP)
        if openpgp is None or message["from"].full != self.boundjid.bare:
            return
        try:
            members = await self.members()
            opened, signer = gpg.opened(base64.b64decode(openpgp.text))
            if signer not in members:
                raise ValueError("signed by " + signer)
            self.take(ElementTree.fromstring(opened))
        except Exception as e:
            lines.event("<refused why=%s/>" % repr(repr(e)).replace("<", "("))

    def take(self, signcrypt):
        to = [each.get("jid") for each in signcrypt.findall("{%s}to" % OPENPGP)]
        if signcrypt.tag != "{%s}signcrypt" % OPENPGP or to != [self.boundjid.bare]:
            raise ValueError("to " + str(to))
        for each in signcrypt.find("{%s}payload" % OPENPGP):
            if each.get("jid") != self.boundjid.bare:
                raise ValueError("of " + str(each.get("jid")))
            key = (each.get("node"), each.get("id"))
            if each.tag == "{%s}shared-secret" % ENCRYPTED:
                revoked = each.get("revoked") in ("true", "1")
                self.secrets[key] = (each.get("timestamp"), each.text.strip(), revoked)
            elif each.tag == "{%s}revoke" % ENCRYPTED:
                self.secrets[key] = self.secrets[key][:2] + (True,)
        self.news.set()

    async def members(self):
        """The account's certificates, found as XEP-0373 says, and imported."""
        (_, listed), = await self.items(OPENPGP + ":public-keys")
        members = [each.get("v4-fingerprint") for each in listed]
        for fingerprint in members:
            (_, key), = await self.items(OPENPGP + ":public-keys:" + fingerprint)
            gpg.run("--import", given=base64.b64decode(key[0].text))
        return members

    def writing(self, node):
        """The newest secret that is not revoked."""
        usable = {id: told[:2] for (of, id), told in self.secrets.items() if of == node and not told[2]}
        id = max(usable, key=usable.get)
        return id, usable[id][1]

    async def do_secrets(self, **_):
        """Those known by now, once there is one."""
        while not self.secrets:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 20)
        return "\n".join(sorted(f"{node} {id}{' revoked' if told[2] else ''}" for (node, id), told in self.secrets.items()))

    async def do_read(self, node, **_):
        found = []
        for id, payload in await self.items(node):
            secret = self.secrets[(node, payload.get("key"))][1]
            plain = gpg.run("--decrypt", given=base64.b64decode(payload.text), passphrase=secret).decode()
            found.append(f"{id} {payload.get('key')} {plain.strip()}")
        return "\n".join(found)

    async def do_write(self, node, id, payload, key=None, **_):
        """Publishes under a secret, the newest if none is named; its id."""
        key, secret = (key, self.secrets[(node, key)][1]) if key else self.writing(node)
        sealed = gpg.run("--symmetric", "--cipher-algo", "AES256", given=payload.encode(), passphrase=secret)
        encrypted = ElementTree.Element("{%s}encrypted" % ENCRYPTED, {"key": key})
        encrypted.text = base64.b64encode(sealed).decode()
        await self["xep_0060"].publish(self.boundjid.bare, node, id=id, payload=encrypted)
        return key

    async def do_share(self, node, **_):
        """Makes a secret and gives it to the account (XEP-0473 §5.2); its id."""
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        id, secret = secrets.token_hex(16), secrets.token_urlsafe(32)
        content = (f"<signcrypt xmlns='{OPENPGP}'><to jid='{self.boundjid.bare}'/><time stamp='{now}'/>"
                   f"<rpad>{secrets.token_hex(20)}</rpad><payload><shared-secret xmlns='{ENCRYPTED}' "
                   f"jid='{self.boundjid.bare}' node='{node}' id='{id}' timestamp='{now}'>{secret}</shared-secret>"
                   "</payload></signcrypt>")
        recipients = [part for member in await self.members() for part in ("--recipient", member)]
        sealed = gpg.run("--passphrase", "", "--local-user", gpg.own, *recipients, "--sign", "--encrypt",
                         given=content.encode())
        message = self.make_message(self.boundjid.bare)
        openpgp = ElementTree.SubElement(message.xml, "{%s}openpgp" % OPENPGP)
        openpgp.text = base64.b64encode(sealed).decode()
        message.send()
        self.secrets[(node, id)] = (now, secret, False)
        return id


try:
    slixmpp_client.main(Client, {"certificate": certificate})
finally:
    gpg.close()
