package im.kith.core.pubsub;

/** What became of an item, for those who listen to its node. */
public sealed interface ItemChange {

    String node();

    String id();

    /** It was published, or looks different by a merge. */
    record Published(PubsubItem item) implements ItemChange {
        @Override
        public String node() {
            return item.node();
        }

        @Override
        public String id() {
            return item.id();
        }
    }

    record Retracted(String node, String id) implements ItemChange {}
}
