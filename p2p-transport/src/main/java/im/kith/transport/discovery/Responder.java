package im.kith.transport.discovery;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSQuestion;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;
import org.jspecify.annotations.Nullable;

/**
 * One jmDNS on one address of one network interface.
 *
 * <p>jmDNS answers, keeps the cache and renews; what it does too slowly or without bounds is done here with its own parts: it
 * announces after four seconds (names that are unique by their randomness need no probing), and its listeners keep a task
 * and a record for everything anybody announces. So its cache is read instead.
 */
final class Responder {

    /** The service that kith's devices find each other by. */
    static final String KITH = "_kith._tcp.local.";

    private static final int RESPONSE = DNSConstants.FLAGS_QR_RESPONSE | DNSConstants.FLAGS_AA;
    private static final int MAX_CACHED_NAMES = 4096;

    private final JmDNSImpl dns;
    private final Names names;
    private final String type;
    private @Nullable ServiceInfoImpl service;

    private Responder(JmDNSImpl dns, Names names, String type) {
        this.dns = dns;
        this.names = names;
        this.type = type;
    }

    /**
     * Joins the multicast group; sends nothing of its own yet but the probes for the random host name.
     *
     * @param type of the service to show and to look for, such as {@link #KITH}
     */
    static Responder open(InetAddress bind, Names names, String type) throws IOException {
        return new Responder(new JmDNSImpl(withHost(bind, names.host()), names.host()), names, type);
    }

    /** The same address that knows its host name, or else jmDNS asks the DNS for it. */
    private static InetAddress withHost(InetAddress address, String host) throws IOException {
        return address instanceof Inet6Address six
                ? Inet6Address.getByAddress(host, six.getAddress(), six.getScopeId())
                : InetAddress.getByAddress(host, address.getAddress());
    }

    /** Shows the service from now on: at once, or when jmDNS has seen that nobody else has its name. */
    void announce(int port, Map<String, String> txt) throws IOException {
        ServiceInfo info = ServiceInfo.create(type, names.instance(), port, 0, 0, txt);
        service = (ServiceInfoImpl) info;
        dns.registerService(info);
        if (names.random()) {
            announceAgain();
        }
    }

    /** Shows another TXT record under the same names. */
    void update(Map<String, String> txt) throws IOException {
        if (service != null) {
            service.setText(txt);
            announceAgain();
        }
    }

    void announceAgain() throws IOException {
        if (names.random() || (service != null && service.isAnnounced())) {
            send(DNSConstants.DNS_TTL);
        }
    }

    /** An unsolicited response (RFC 6762 section 8.3), or with TTL 0 a good-bye (section 10.1). */
    private void send(int ttl) throws IOException {
        if (service == null) {
            return;
        }
        List<DNSRecord> records = new ArrayList<>(dns.getLocalHost().answers(DNSRecordClass.CLASS_ANY, true, ttl));
        records.addAll(service.answers(DNSRecordClass.CLASS_ANY, true, ttl, dns.getLocalHost()));
        DNSOutgoing out = new DNSOutgoing(RESPONSE);
        for (DNSRecord answer : records) {
            out.addAnswer(null, answer);
        }
        dns.send(out);
    }

    /** Asks who is there; the answers come into the cache. */
    void query() throws IOException {
        DNSOutgoing out = new DNSOutgoing(DNSConstants.FLAGS_QR_QUERY);
        out.addQuestion(DNSQuestion.newQuestion(type, DNSRecordType.TYPE_PTR, DNSRecordClass.CLASS_IN, false));
        dns.send(out);
    }

    /** What is in the cache now. */
    Collection<Heard> heard() {
        dns.getServiceTypes().keySet().retainAll(Set.of(type));
        Collection<Heard> heard = Heard.readAll(dns.getCache(), type);
        if (heard.size() >= Heard.MAX || dns.getCache().size() > MAX_CACHED_NAMES) {
            dns.getCache().clear();
        }
        return heard;
    }

    /** Whether somebody else had the name before. */
    boolean isNameTaken() {
        return service != null && !service.getName().equals(names.instance());
    }

    /** Whether jmDNS gave up, or gave way to somebody who claims one of the names. */
    boolean isBroken() {
        return isNameTaken()
                || dns.isCanceling()
                || dns.isCanceled()
                || !dns.getHostName().toLowerCase(Locale.ROOT).startsWith(names.host() + ".");
    }

    /** Says good-bye; what jmDNS takes two seconds for goes on in the background. */
    void close() {
        try {
            send(0);
        } catch (IOException e) {
            // the network is gone already, and nobody there to hear it
        }
        Thread closing = new Thread(dns::close, "kith-mdns-close");
        closing.setDaemon(true);
        closing.start();
    }
}
