package im.kith.core.pubsub;

/** What became of an item, for those who listen to its node. */
public sealed interface ItemChange {

    String node();

    String id();

    /** Whether only a reserved item came or went, which is nothing to those who see contacts in the clear. */
    boolean reserve();

    /** It was published, or looks different by a merge. */
    record Published(PubsubItem item, boolean reserve) implements ItemChange {
        @Override
        public String node() {
            return item.node();
        }

        @Override
        public String id() {
            return item.id();
        }
    }

    record Retracted(String node, String id, boolean reserve) implements ItemChange {}
}
