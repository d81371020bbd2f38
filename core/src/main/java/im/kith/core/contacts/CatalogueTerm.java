package im.kith.core.contacts;

/** By what contacts are looked up in a {@link Catalogue}: numbers, the same in every process; different ones may have the same. */
enum CatalogueTerm {
    /** An item's id. */
    ITEM,
    /** How an item's id begins. */
    PREFIX,
    IDENTITY,
    /** A folded name. */
    NAME,
    /** A group's id. */
    GROUP,
    /** One of {@link Grams} of the text. */
    GRAM;

    int of(String text) {
        return spread(text.hashCode());
    }

    /** Of texts, since an enum's hash is another one in every process. */
    int of(FieldKey key) {
        return spread(31 * key.first().hashCode() + key.second().hashCode());
    }

    int of(long gram) {
        return spread(Long.hashCode(gram));
    }

    /** So that hashes that are near each other, and the same ones of another kind, lie far apart (the last step of MurmurHash3). */
    private int spread(int hash) {
        int mixed = 31 * hash + name().hashCode();
        mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }
}
