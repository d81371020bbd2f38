package im.kith.core.replica;

class MemorySummaryTest extends SummaryContract {

    private final MemoryVersionStore store = new MemoryVersionStore();

    @Override
    protected VersionStore open() {
        return store;
    }
}
