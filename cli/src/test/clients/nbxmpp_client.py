"""nbxmpp, the library of Gajim, as a client that the tests drive (lines.py)."""

import base64
import datetime
import hashlib
import logging
import sys

import lines
import nbxmpp
from gi.repository import GLib
from nbxmpp.client import Client
from nbxmpp.const import ConnectionProtocol, ConnectionType
from nbxmpp.errors import StanzaError
from nbxmpp.modules.user_avatar import Avatar
from nbxmpp.protocol import JID, Iq, Presence
from nbxmpp.simplexml import Node
from nbxmpp.structs import BookmarkData, DiscoIdentity, PGPKeyMetadata

logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
LATER = object()
OPTIONS = {"pubsub#persist_items": "true", "pubsub#max_items": "255", "pubsub#access_model": "whitelist"}


class Gajim:
    def __init__(self, ask):
        self.ask = ask
        self.running = []
        username, domain = ask["jid"].split("@")
        self.client = client = Client()
        client.set_domain(domain)
        client.set_username(username)
        client.set_resource(ask["resource"])
        client.set_password(ask["password"])
        client.set_custom_host(f"{ask['host']}:{ask['port']}", ConnectionProtocol.TCP, ConnectionType.PLAIN)
        client.subscribe("connected", self.connected)
        client.subscribe("connection-failed", self.failed)
        client.subscribe("disconnected", self.failed)
        client.subscribe("stanza-received", self.seen)
        self.module("EntityCaps").set_caps(
            [DiscoIdentity(category="client", type="pc", name="nbxmpp")],
            [node + "+notify" for node in ask["notify"]] + ["http://jabber.org/protocol/disco#info"],
            "https://gajim.org")
        client.connect()

    def module(self, name):
        return self.client.get_module(name)

    def connected(self, *_):
        self.jid = self.client.get_bound_jid()
        lines.result(self.ask["n"], str(self.jid))
        self.ask = None

    def failed(self, *_):
        if self.ask:
            _, condition, text = self.client.get_error()
            lines.error(self.ask["n"], str(condition))
            self.ask = None
        lines.event("<disconnected/>")

    def seen(self, _client, _signal, stanza):
        if stanza.getName() == "message" or stanza.getName() == "presence" and stanza.getTag("status"):
            lines.event(str(stanza))

    def do(self, ask):
        try:
            getattr(self, "do_" + ask["op"].replace("-", "_"))(ask)
        except Exception as e:
            lines.error(ask["n"], repr(e))

    def run(self, ask, task, *arguments, then=lambda _: None, **named):
        """Runs a task of the library and gives what `then` makes of its result; nothing if `then` gives LATER."""

        def done(finished):
            self.running.remove(done)
            try:
                outcome = then(finished.finish())
                if outcome is not LATER:
                    lines.result(ask["n"], outcome)
            except StanzaError as e:
                lines.error(ask["n"], e.condition)
            except Exception as e:
                lines.error(ask["n"], repr(e))

        self.running.append(done)  # the library holds it weakly
        task(*arguments, callback=done, **named)

    def do_iq(self, ask):
        """Any request; the answer as it came."""
        request = Node(node=ask["xml"])
        iq = Iq(typ=request.getAttr("type"), to=request.getAttr("to"))
        for child in request.getChildren():
            iq.addChild(node=child)
        self.client.send_stanza(iq, callback=lambda _, answer: lines.result(ask["n"], str(answer)))

    def do_send(self, ask):
        self.client.send_nonza(ask["xml"])
        lines.result(ask["n"], None)

    def do_available(self, ask):
        caps = self.module("EntityCaps").caps
        presence = Presence()
        presence.addChild("c", namespace="http://jabber.org/protocol/caps", attrs=caps._asdict())
        self.client.send_stanza(presence)
        lines.result(ask["n"], None)

    def do_unavailable(self, ask):
        self.client.send_stanza(Presence(typ="unavailable"))
        lines.result(ask["n"], None)

    def do_ping(self, ask):
        self.run(ask, self.module("Ping").ping, self.client.domain)

    def do_roster(self, ask):
        self.run(ask, self.module("Roster").request_roster, then=lambda roster: str(len(roster.items)))

    def do_carbons(self, ask):
        iq = Iq("set")
        iq.addChild("enable", namespace="urn:xmpp:carbons:2")
        self.client.send_stanza(iq, callback=lambda _, answer: (
            lines.result(ask["n"], None) if answer.getType() == "result" else lines.error(ask["n"], answer.getError())))

    def do_nodes(self, ask):
        self.run(ask, self.module("Discovery").disco_items, self.jid.bare,
                 then=lambda found: " ".join(sorted(item.node for item in found.items if item.node)))

    def do_create(self, ask):
        iq = Iq("set")
        iq.addChild("pubsub", namespace="http://jabber.org/protocol/pubsub").addChild("create", {"node": ask["node"]})
        self.client.send_stanza(iq, callback=lambda _, answer: (
            lines.result(ask["n"], None) if answer.getType() == "result" else lines.error(ask["n"], answer.getError())))

    def do_delete(self, ask):
        self.run(ask, self.module("PubSub").delete, ask["node"])

    def do_publish(self, ask):
        self.run(ask, self.module("PubSub").publish, ask["node"], Node(node=ask["payload"]), id_=ask["id"],
                 options=OPTIONS if ask.get("private") else None, then=lambda published: published.id)

    def do_items(self, ask):
        self.run(ask, self.module("PubSub").request_items, ask["node"], then=lambda items: "\n".join(
            f"{item.getAttr('id')} {item.getChildren()[0]}" for item in items))

    def do_retract(self, ask):
        self.run(ask, self.module("PubSub").retract, ask["node"], ask["id"])

    def do_bookmark(self, ask):
        bookmark = BookmarkData(jid=JID.from_string(ask["room"]), name=ask["name"], autojoin=True)
        self.run(ask, self.module("NativeBookmarks").store_bookmarks, [bookmark])

    def do_bookmarks(self, ask):
        self.run(ask, self.module("NativeBookmarks").request_bookmarks, then=lambda found: "\n".join(sorted(
            f"{each.jid} {each.name} {str(each.autojoin).lower()}" for each in found)))

    def do_avatar(self, ask):
        avatar = Avatar()
        avatar.add_image_source(base64.b64decode(ask["png"]), "image/png", 1, 1)
        self.run(ask, self.module("UserAvatar").set_avatar, avatar)

    def do_avatar_get(self, ask):
        def listed(metadata):
            self.run(ask, self.module("UserAvatar").request_avatar_data, metadata.default,
                     then=lambda data: data.sha + " " + hashlib.sha1(data.data).hexdigest())
            return LATER

        self.run(ask, self.module("UserAvatar").request_avatar_metadata, then=listed)

    def do_omemo(self, ask):
        self.run(ask, self.module("OMEMO").set_devicelist, ask["ids"])

    def do_omemo_get(self, ask):
        self.run(ask, self.module("OMEMO").request_devicelist,
                 then=lambda devices: " ".join(sorted(str(device) for device in devices)))

    def do_openpgp(self, ask):
        date = datetime.datetime.fromisoformat(ask["date"].replace("Z", "+00:00")).timestamp()

        def published(_):
            self.run(ask, self.module("OpenPGP").set_keylist, [PGPKeyMetadata(None, ask["fingerprint"], date)],
                     then=lambda _: None)
            return LATER

        self.run(ask, self.module("OpenPGP").set_public_key, base64.b64decode(ask["key"]), ask["fingerprint"], date,
                 then=published)

    def do_openpgp_get(self, ask):
        def listed(keys):
            fingerprint = keys[0].fingerprint
            self.run(ask, self.module("OpenPGP").request_public_key, self.jid.bare, fingerprint,
                     then=lambda key: fingerprint + " " + base64.b64encode(key.key).decode())
            return LATER

        self.run(ask, self.module("OpenPGP").request_keylist, then=listed)


def main():
    loop = GLib.MainLoop()
    clients = {}

    def handle(ask):
        if ask["op"] == "login":
            clients["one"] = Gajim(ask)
        elif ask["op"] == "logout":
            clients["one"].client.disconnect()
            lines.result(ask["n"], None)
        else:
            clients["one"].do(ask)

    reader = lines.Reader(handle, loop.quit)
    GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, reader.readable)
    loop.run()


main()
