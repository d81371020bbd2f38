package im.kith.core.contacts;

/**
 * A group's description in one language (XEP-0510 §4.2.1).
 *
 * @param lang its own xml:lang; empty if it has none
 */
public record Description(String lang, String text) {}
