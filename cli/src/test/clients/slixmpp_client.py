"""slixmpp as a client that the tests drive (lines.py)."""

import asyncio
import base64
import hashlib
import logging
import signal
import sys
from xml.etree import ElementTree

import lines
import slixmpp
from slixmpp.exceptions import IqError

logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
OPENPGP = "urn:xmpp:openpgp:0"


class Client(slixmpp.ClientXMPP):
    def __init__(self, ask):
        super().__init__(ask["jid"] + "/" + ask["resource"], ask["password"])
        self.ask = ask
        for plugin in ("0030", "0060", "0163", "0084", "0115", "0199", "0223", "0280"):
            self.register_plugin("xep_" + plugin)
        self["feature_mechanisms"].unencrypted_plain = True
        for node in ask["notify"]:
            self["xep_0030"].add_feature(node + "+notify")
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("failed_auth", lambda _: lines.error(ask["n"], "not-authorized"))
        self.add_filter("in", self.seen)
        self.add_event_handler("disconnected", lambda _: lines.event("<disconnected/>"))

    async def started(self, _):
        await self["xep_0115"].update_caps(broadcast=False)
        lines.result(self.ask["n"], self.boundjid.full)

    def seen(self, stanza):
        if stanza.name == "message" or stanza.name == "presence" and stanza["status"]:
            lines.event(xml(stanza.xml))
        return stanza

    async def do(self, ask):
        try:
            lines.result(ask["n"], await getattr(self, "do_" + ask["op"].replace("-", "_"))(**ask))
        except IqError as e:
            lines.error(ask["n"], e.iq["error"]["condition"])
        except Exception as e:
            lines.error(ask["n"], repr(e))

    async def do_iq(self, xml, **_):
        """Any request; the answer as it came."""
        element = ElementTree.fromstring(xml)
        iq = self.make_iq(id=self.new_id(), itype=element.get("type"), ito=element.get("to"))
        for child in element:
            iq.append(child)
        try:
            answer = await iq.send(timeout=60)
        except IqError as e:
            answer = e.iq
        return globals()["xml"](answer.xml)

    async def do_send(self, xml, **_):
        self.send_raw(xml)

    async def do_available(self, **_):
        self.send_presence()

    async def do_unavailable(self, **_):
        self.send_presence(ptype="unavailable")

    async def do_ping(self, **_):
        await self["xep_0199"].send_ping(self.boundjid.domain)

    async def do_roster(self, **_):
        return str(len((await self.get_roster())["roster"]["items"]))

    async def do_carbons(self, **_):
        await self["xep_0280"].enable()

    async def do_nodes(self, **_):
        found = await self["xep_0030"].get_items(jid=self.boundjid.bare)
        return " ".join(sorted(node for _, node, _ in found["disco_items"]["items"] if node))

    async def do_create(self, node, **_):
        await self["xep_0060"].create_node(self.boundjid.bare, node)

    async def do_delete(self, node, **_):
        await self["xep_0060"].delete_node(self.boundjid.bare, node)

    async def do_publish(self, node, id, payload, private=False, **_):
        """With private, as XEP-0223 wants it."""
        element = ElementTree.fromstring(payload)
        options = self.options({"persist_items": "true", "max_items": "255", "access_model": "whitelist"}) if private else None
        answer = await self["xep_0060"].publish(self.boundjid.bare, node, id=id, payload=element, options=options)
        return answer["pubsub"]["publish"]["item"]["id"]

    def options(self, fields):
        form = self["xep_0004"].make_form(ftype="submit")
        form.add_field("FORM_TYPE", "hidden", value="http://jabber.org/protocol/pubsub#publish-options")
        for name, value in fields.items():
            form.add_field("pubsub#" + name, value=value)
        return form

    async def items(self, node, ids=None):
        answer = await self["xep_0060"].get_items(self.boundjid.bare, node, item_ids=ids)
        return [(item["id"], item["payload"]) for item in answer["pubsub"]["items"]]

    async def do_items(self, node, **_):
        found = await self.items(node)
        return "\n".join(f"{id} {xml(payload)}" for id, payload in found)

    async def do_retract(self, node, id, **_):
        await self["xep_0060"].retract(self.boundjid.bare, node, id, notify=True)

    async def do_bookmark(self, room, name, **_):
        payload = ElementTree.Element("{urn:xmpp:bookmarks:1}conference", {"name": name, "autojoin": "true"})
        await self["xep_0060"].publish(
            self.boundjid.bare, "urn:xmpp:bookmarks:1", id=room, payload=payload,
            options=self.options({"persist_items": "true", "max_items": "max", "access_model": "whitelist",
                                  "send_last_published_item": "never"}))

    async def do_bookmarks(self, **_):
        found = await self.items("urn:xmpp:bookmarks:1")
        return "\n".join(sorted(f"{id} {payload.get('name')} {payload.get('autojoin')}" for id, payload in found))

    async def do_avatar(self, png, **_):
        data = base64.b64decode(png)
        await self["xep_0084"].publish_avatar(data)
        await self["xep_0084"].publish_avatar_metadata(
            {"id": self["xep_0084"].generate_id(data), "type": "image/png", "bytes": len(data)})

    async def do_avatar_get(self, **_):
        (id, _), = await self.items("urn:xmpp:avatar:metadata")
        answer = await self["xep_0084"].retrieve_avatar(self.boundjid.bare, id)
        data = answer["pubsub"]["items"]["item"]["avatar_data"]["value"]
        return id + " " + hashlib.sha1(data).hexdigest()

    async def do_omemo(self, ids, **_):
        listed = ElementTree.Element("{eu.siacs.conversations.axolotl}list")
        for each in ids:
            ElementTree.SubElement(listed, "{eu.siacs.conversations.axolotl}device", {"id": each})
        await self["xep_0060"].publish(self.boundjid.bare, "eu.siacs.conversations.axolotl.devicelist", id="current",
                                       payload=listed, options=self.options({"access_model": "open"}))

    async def do_omemo_get(self, **_):
        (_, listed), = await self.items("eu.siacs.conversations.axolotl.devicelist")
        return " ".join(sorted(device.get("id") for device in listed))

    async def do_openpgp(self, fingerprint, key, date, **_):
        pubkey = ElementTree.Element("{%s}pubkey" % OPENPGP)
        ElementTree.SubElement(pubkey, "{%s}data" % OPENPGP).text = key
        listed = ElementTree.Element("{%s}public-keys-list" % OPENPGP)
        ElementTree.SubElement(listed, "{%s}pubkey-metadata" % OPENPGP, {"v4-fingerprint": fingerprint, "date": date})
        opened = self.options({"persist_items": "true", "access_model": "open"})
        await self["xep_0060"].publish(self.boundjid.bare, f"{OPENPGP}:public-keys:{fingerprint}", id=date,
                                       payload=pubkey, options=opened)
        await self["xep_0060"].publish(self.boundjid.bare, f"{OPENPGP}:public-keys", payload=listed, options=opened)

    async def do_openpgp_get(self, **_):
        (_, listed), = await self.items(f"{OPENPGP}:public-keys")
        fingerprint = listed[0].get("v4-fingerprint")
        (_, pubkey), = await self.items(f"{OPENPGP}:public-keys:{fingerprint}")
        return fingerprint + " " + pubkey[0].text.strip()


def xml(element):
    return ElementTree.tostring(element, encoding="unicode")


def main(kind=Client, offline=None):
    """Takes requests for a client of this kind; those of offline, by name, need no login."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    clients = {}
    offline = offline or {}

    def handle(ask):
        if ask["op"] in offline:
            lines.result(ask["n"], offline[ask["op"]](**ask))
        elif ask["op"] == "login":
            clients["one"] = client = kind(ask)
            client.connect((ask["host"], ask["port"]), force_starttls=False, disable_starttls=True)
        elif ask["op"] == "logout":
            clients["one"].disconnect()
            lines.result(ask["n"], None)
        else:
            asyncio.ensure_future(clients["one"].do(ask), loop=loop)

    reader = lines.Reader(handle, loop.stop)
    loop.add_reader(0, reader.readable)
    loop.add_signal_handler(signal.SIGTERM, loop.stop)
    loop.run_forever()


if __name__ == "__main__":
    main()
