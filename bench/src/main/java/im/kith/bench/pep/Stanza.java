package im.kith.bench.pep;

/**
 * What the client looks at of what it receives.
 *
 * @param name of the element: iq, message, features, …
 * @param type the attribute, empty if there is none
 * @param id the attribute, empty if there is none
 * @param items how many items are in it
 * @param lastItem the id of the last of them, empty if there is none
 */
record Stanza(String name, String type, String id, int items, String lastItem) {}
