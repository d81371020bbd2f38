/**
 * Other people's XMPP clients as the tests drive them, the server that kith is compared with, and the use cases they are put through.
 */
@org.jspecify.annotations.NullMarked
package im.kith.cli.clients;
