package im.kith.transport.discovery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSCache;
import javax.jmdns.impl.DNSEntry;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;

/**
 * A complete announcement as found in jmDNS's cache: pointer, service, text and at least one address record.
 *
 * @param at when the latest of its records was heard, milliseconds of the wall clock
 */
record Heard(String instance, int port, Txt txt, Set<InetAddress> addresses, long at) {

    /** More than this many on one link is an attack. */
    static final int MAX = 512;

    private static final int MAX_ADDRESSES = 8;
    private static final String SUFFIX = "." + Responder.TYPE;

    static Collection<Heard> readAll(DNSCache cache) {
        long now = System.currentTimeMillis();
        List<Heard> heard = new ArrayList<>();
        for (DNSEntry entry : cache.getDNSEntryList(Responder.TYPE)) {
            if (entry instanceof DNSRecord.Pointer pointer && !pointer.isExpired(now)) {
                read(cache, pointer, now).ifPresent(heard::add);
            }
            if (heard.size() == MAX) {
                break;
            }
        }
        return heard;
    }

    private static Optional<Heard> read(DNSCache cache, DNSRecord.Pointer pointer, long now) {
        String name = pointer.getAlias();
        if (!name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
            return Optional.empty();
        }
        Optional<DNSRecord> service = record(cache, name, DNSRecordType.TYPE_SRV, now);
        Optional<DNSRecord> text = record(cache, name, DNSRecordType.TYPE_TXT, now);
        if (service.isEmpty() || text.isEmpty()) {
            return Optional.empty();
        }
        ServiceInfo info = service.get().getServiceInfo();
        Set<InetAddress> addresses = new HashSet<>();
        long at = Math.max(service.get().getCreated(), pointer.getCreated());
        for (DNSRecordType type : List.of(DNSRecordType.TYPE_A, DNSRecordType.TYPE_AAAA)) {
            for (DNSEntry entry : cache.getDNSEntryList(info.getServer(), type, DNSRecordClass.CLASS_ANY)) {
                if (entry instanceof DNSRecord address && !address.isExpired(now) && addresses.size() < MAX_ADDRESSES) {
                    addresses.addAll(Arrays.asList(address.getServiceInfo().getInetAddresses()));
                }
            }
        }
        int port = info.getPort();
        if (addresses.isEmpty() || port < 1 || port > 0xffff) {
            return Optional.empty();
        }
        String instance = name.substring(0, name.length() - SUFFIX.length());
        return Txt.read(text.get().getServiceInfo()::getPropertyString)
                .map(txt -> new Heard(instance, port, txt, Set.copyOf(addresses), at));
    }

    private static Optional<DNSRecord> record(DNSCache cache, String name, DNSRecordType type, long now) {
        DNSEntry entry = cache.getDNSEntry(name, type, DNSRecordClass.CLASS_ANY);
        return entry instanceof DNSRecord record && !record.isExpired(now) ? Optional.of(record) : Optional.empty();
    }
}
