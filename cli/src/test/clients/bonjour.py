#!/usr/bin/env python3
"""A user of libpurple's Bonjour, without a window: prints what it sees and is told, says what it reads.

Usage: bonjour.py DIRECTORY USER. Lines on standard input: "NAME TEXT" sends TEXT to the buddy NAME; "quit" ends.
Needs Debian's libpurple0, and avahi on the system bus.
"""

import ctypes
import os
import sys
import threading
from ctypes import CFUNCTYPE, Structure, c_char_p, c_int, c_uint, c_void_p

purple = ctypes.CDLL("libpurple.so.0", mode=ctypes.RTLD_GLOBAL)
glib = ctypes.CDLL("libglib-2.0.so.0")

GSourceFunc = CFUNCTYPE(c_int, c_void_p)
InputFunc = CFUNCTYPE(None, c_void_p, c_int, c_int)
IOFunc = CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)

glib.g_timeout_add.restype = c_uint
glib.g_timeout_add.argtypes = [c_uint, GSourceFunc, c_void_p]
glib.g_timeout_add_seconds.restype = c_uint
glib.g_io_channel_unix_new.restype = c_void_p
glib.g_io_add_watch.argtypes = [c_void_p, c_int, IOFunc, c_void_p]
glib.g_io_add_watch.restype = c_uint
glib.g_main_loop_new.restype = c_void_p
glib.g_main_loop_new.argtypes = [c_void_p, c_int]
glib.g_main_loop_run.argtypes = [c_void_p]
glib.g_source_remove.argtypes = [c_uint]
glib.g_idle_add.argtypes = [GSourceFunc, c_void_p]

keep = []


def say(*words):
    print(*words, flush=True)


TimeoutAdd = CFUNCTYPE(c_uint, c_uint, c_void_p, c_void_p)
TimeoutRemove = CFUNCTYPE(c_int, c_uint)
InputAdd = CFUNCTYPE(c_uint, c_int, c_int, c_void_p, c_void_p)
InputRemove = CFUNCTYPE(c_int, c_uint)


class EventLoopOps(Structure):
    _fields_ = [
        ("timeout_add", TimeoutAdd),
        ("timeout_remove", TimeoutRemove),
        ("input_add", InputAdd),
        ("input_remove", InputRemove),
        ("input_get_error", c_void_p),
        ("timeout_add_seconds", TimeoutAdd),
        ("reserved", c_void_p * 3),
    ]


raw_timeout_add = glib["g_timeout_add"]
raw_timeout_add.argtypes = [c_uint, c_void_p, c_void_p]
raw_timeout_add_seconds = glib["g_timeout_add_seconds"]
raw_timeout_add_seconds.argtypes = [c_uint, c_void_p, c_void_p]

IN, OUT, PRI, ERR, HUP, NVAL = 1, 4, 2, 8, 16, 32
watches = {}


def input_add(fd, condition, function, data):
    channel = glib.g_io_channel_unix_new(fd)
    wanted = (IN | HUP | ERR if condition & 1 else 0) | (OUT | HUP | ERR | NVAL if condition & 2 else 0)
    call = InputFunc(function)

    def ready(_channel, happened, _data):
        now = (1 if happened & (IN | HUP | ERR) else 0) | (2 if happened & (OUT | ERR) else 0)
        call(data, fd, now)
        return 1

    watch = IOFunc(ready)
    number = glib.g_io_add_watch(channel, wanted, watch, None)
    watches[number] = watch
    keep.append(watch)
    return number


ops = EventLoopOps(
    TimeoutAdd(lambda interval, function, data: raw_timeout_add(interval, function, data)),
    TimeoutRemove(lambda number: glib.g_source_remove(number)),
    InputAdd(input_add),
    InputRemove(lambda number: glib.g_source_remove(number)),
    None,
    TimeoutAdd(lambda interval, function, data: raw_timeout_add_seconds(interval, function, data)),
)

for name in ("purple_account_new", "purple_conversations_get_handle", "purple_blist_get_handle", "purple_get_core",
             "purple_connections_get_handle", "purple_conversation_new", "purple_conversation_get_im_data",
             "purple_account_get_connection", "purple_savedstatus_new", "purple_find_conversation_with_account",
             "purple_find_buddy", "purple_blist_new", "purple_buddy_get_presence", "purple_presence_get_active_status",
             "purple_status_get_name"):
    getattr(purple, name).restype = c_void_p
purple.purple_buddy_get_name.restype = c_char_p
purple.purple_buddy_get_alias.restype = c_char_p
purple.purple_buddy_get_name.argtypes = [c_void_p]
purple.purple_buddy_get_alias.argtypes = [c_void_p]
purple.purple_account_new.argtypes = [c_char_p, c_char_p]
purple.purple_account_set_enabled.argtypes = [c_void_p, c_char_p, c_int]
purple.purple_account_set_string.argtypes = [c_void_p, c_char_p, c_char_p]
purple.purple_account_set_int.argtypes = [c_void_p, c_char_p, c_int]
purple.purple_accounts_add.argtypes = [c_void_p]
purple.purple_savedstatus_new.argtypes = [c_char_p, c_int]
purple.purple_savedstatus_activate.argtypes = [c_void_p]
purple.purple_conversation_new.argtypes = [c_int, c_void_p, c_char_p]
purple.purple_conversation_get_im_data.argtypes = [c_void_p]
purple.purple_conv_im_send.argtypes = [c_void_p, c_char_p]
purple.purple_signal_connect.argtypes = [c_void_p, c_char_p, c_void_p, c_void_p, c_void_p]
purple.purple_plugins_add_search_path.argtypes = [c_char_p]
purple.purple_set_blist.argtypes = [c_void_p]
purple.purple_eventloop_set_ui_ops.argtypes = [c_void_p]
purple.purple_core_init.argtypes = [c_char_p]
purple.purple_util_set_user_dir.argtypes = [c_char_p]


def connect(instance, signal, prototype, function):
    wrapped = prototype(function)
    keep.append(wrapped)
    handle = ctypes.cast(ctypes.pointer(ctypes.c_int(0)), c_void_p)
    keep.append(handle)
    purple.purple_signal_connect(instance, signal, handle, ctypes.cast(wrapped, c_void_p), None)


def signed_on(connection, _data):
    say("signed on")


def buddy_on(buddy, _data):
    say("buddy", purple.purple_buddy_get_name(buddy).decode(), "alias", (purple.purple_buddy_get_alias(buddy) or b"").decode())


def buddy_off(buddy, _data):
    say("gone", purple.purple_buddy_get_name(buddy).decode())


def received(account, sender, message, _conversation, _flags, _data):
    say("message", sender.decode(), message.decode())


def main():
    directory, user = sys.argv[1:3]
    os.makedirs(directory, exist_ok=True)
    purple.purple_util_set_user_dir(directory.encode())
    purple.purple_debug_set_enabled(1 if os.environ.get("PURPLE_DEBUG") else 0)
    purple.purple_eventloop_set_ui_ops(ctypes.byref(ops))
    purple.purple_plugins_add_search_path(b"/usr/lib/x86_64-linux-gnu/purple-2")
    if not purple.purple_core_init(b"kith-test"):
        sys.exit("libpurple did not start")
    purple.purple_set_blist(purple.purple_blist_new())
    connect(purple.purple_connections_get_handle(), b"signed-on", CFUNCTYPE(None, c_void_p, c_void_p), signed_on)
    connect(purple.purple_blist_get_handle(), b"buddy-signed-on", CFUNCTYPE(None, c_void_p, c_void_p), buddy_on)
    connect(purple.purple_blist_get_handle(), b"buddy-signed-off", CFUNCTYPE(None, c_void_p, c_void_p), buddy_off)
    connect(purple.purple_conversations_get_handle(), b"received-im-msg",
            CFUNCTYPE(None, c_void_p, c_char_p, c_char_p, c_void_p, c_int, c_void_p), received)
    account = purple.purple_account_new(user.encode(), b"prpl-bonjour")
    purple.purple_account_set_int(account, b"port", 5298)
    purple.purple_accounts_add(account)
    purple.purple_account_set_enabled(account, b"kith-test", 1)
    purple.purple_savedstatus_activate(purple.purple_savedstatus_new(None, 2))

    def listen():
        for line in sys.stdin:
            def act(_data, line=line):
                if line.strip() == "quit":
                    purple.purple_core_quit()
                    os._exit(0)
                name, _, text = line.strip().partition(" ")
                conversation = purple.purple_conversation_new(1, account, name.encode())
                purple.purple_conv_im_send(purple.purple_conversation_get_im_data(conversation), text.encode())
                say("sent", name, text)
                return 0
            call = GSourceFunc(act)
            keep.append(call)
            glib.g_idle_add(call, None)

    threading.Thread(target=listen, daemon=True).start()
    glib.g_main_loop_run(glib.g_main_loop_new(None, 0))


main()
