package im.kith.transport.discovery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
record Heard(String instance, int port, Map<String, String> txt, Set<InetAddress> addresses, long at) {

    /** More than this many on one link is an attack; then all is forgotten and heard anew, so that nobody is kept out by it. */
    static final int MAX = 256;

    private static final int MAX_ADDRESSES = 8;
    private static final int MAX_KEYS = 32;

    Heard {
        txt = Map.copyOf(txt);
        addresses = Set.copyOf(addresses);
    }

    static Collection<Heard> readAll(DNSCache cache, String type) {
        long now = System.currentTimeMillis();
        List<Heard> heard = new ArrayList<>();
        for (DNSEntry entry : cache.getDNSEntryList(type)) {
            if (entry instanceof DNSRecord.Pointer pointer && !pointer.isExpired(now)) {
                readSafely(cache, type, pointer, now).ifPresent(heard::add);
            }
            if (heard.size() == MAX) {
                break;
            }
        }
        return heard;
    }

    /** What jmDNS cannot cope with is one announcement less, and not all of them. */
    private static Optional<Heard> readSafely(DNSCache cache, String type, DNSRecord.Pointer pointer, long now) {
        try {
            return read(cache, type, pointer, now);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Heard> read(DNSCache cache, String ofType, DNSRecord.Pointer pointer, long now) {
        String name = pointer.getAlias();
        int end = name.length() - ofType.length() - 1;
        if (end < 1 || !name.toLowerCase(Locale.ROOT).endsWith("." + ofType)) {
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
        Map<String, String> txt = properties(text.get().getServiceInfo());
        return Optional.of(new Heard(name.substring(0, end), port, txt, addresses, at));
    }

    /** The text's pairs; of too many the first. Keys are in lower case, as case does not matter (RFC 6763 section 6.4). */
    private static Map<String, String> properties(ServiceInfo text) {
        Map<String, String> properties = new HashMap<>();
        Enumeration<String> keys = text.getPropertyNames();
        while (keys.hasMoreElements() && properties.size() < MAX_KEYS) {
            String key = keys.nextElement();
            String value = text.getPropertyString(key);
            if (value != null) {
                properties.putIfAbsent(key.toLowerCase(Locale.ROOT), value);
            }
        }
        return properties;
    }

    private static Optional<DNSRecord> record(DNSCache cache, String name, DNSRecordType type, long now) {
        DNSEntry entry = cache.getDNSEntry(name, type, DNSRecordClass.CLASS_ANY);
        return entry instanceof DNSRecord record && !record.isExpired(now) ? Optional.of(record) : Optional.empty();
    }
}
