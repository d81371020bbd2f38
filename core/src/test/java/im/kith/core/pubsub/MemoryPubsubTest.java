package im.kith.core.pubsub;

import im.kith.core.replica.MemoryVersionStore;

class MemoryPubsubTest extends PubsubContract {

    @Override
    protected Disk disk() {
        MemoryVersionStore store = new MemoryVersionStore();
        return () -> store;
    }
}
