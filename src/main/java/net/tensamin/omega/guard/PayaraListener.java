package net.tensamin.omega.guard;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.ssl.SSLBaseFilter;

/** Payara's HTTPS listener once it is open. Its classes are looked up: other servers have none of them. */
final class PayaraListener {
    static final String SERVICE = "com.sun.enterprise.v3.services.impl.GrizzlyService";

    private static final String NAME = "https-listener";
    private static final String PARSER = "org.glassfish.grizzly.http.HttpServerFilter";

    private final TCPNIOTransport transport;

    PayaraListener(TCPNIOTransport transport) {
        this.transport = transport;
    }

    /** Nothing while it is not open. */
    static Optional<PayaraListener> find() throws ReflectiveOperationException {
        Object listener = call(global("org.glassfish.grizzly.config.dom.NetworkConfig"), "getNetworkListener", NAME);
        Object service = global(SERVICE);
        Object proxy = service.getClass()
                .getMethod("lookupNetworkProxy", Class.forName("org.glassfish.grizzly.config.dom.NetworkListener"))
                .invoke(service, listener);
        Object open = proxy == null ? null : call(proxy, "getUnderlyingListener");
        Object transport = open == null ? null : call(open, "getTransport");
        return transport instanceof TCPNIOTransport tcp && tcp.getProcessor() instanceof FilterChain
                ? Optional.of(new PayaraListener(tcp))
                : Optional.empty();
    }

    /** Whoever is accepted from now on meets the guard. */
    void guard(Door door, HandshakeTurns handshakes, GuardFilter guard) throws ReflectiveOperationException {
        List<Filter> filters = new ArrayList<>((FilterChain) transport.getProcessor());
        int parser = indexOfParser(filters);
        filters.add(parser + 1, guard.new AfterAnswer(filters.get(parser)));
        filters.add(parser, guard);
        Traffic traffic = new Traffic(door);
        filters.replaceAll(filter -> {
            if (!(filter instanceof SSLBaseFilter tls)) {
                return filter;
            }
            tls.addHandshakeListener(traffic);
            return new HandshakeFilter(tls, door, handshakes);
        });
        FilterChain guarded = FilterChainBuilder.stateless().addAll(filters).build();
        transport.getConnectionMonitoringConfig().addProbes(traffic);
        for (Connection<?> socket : serverSockets()) { // each gives its chain to whom it accepts
            socket.setProcessor(guarded);
        }
    }

    private Collection<Connection<?>> serverSockets() throws ReflectiveOperationException {
        Field sockets = TCPNIOTransport.class.getDeclaredField("serverConnections");
        sockets.setAccessible(true);
        List<Connection<?>> all = new ArrayList<>();
        for (Object socket : (Iterable<?>) sockets.get(transport)) {
            all.add((Connection<?>) socket);
        }
        return all;
    }

    private static int indexOfParser(List<Filter> filters) {
        for (int i = 0; i < filters.size(); i++) {
            for (Class<?> type = filters.get(i).getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().equals(PARSER)) {
                    return i;
                }
            }
        }
        throw new IllegalStateException("the HTTPS listener has no parser of HTTP");
    }

    private static Object global(String type) throws ReflectiveOperationException {
        Class<?> globals = Class.forName("org.glassfish.internal.api.Globals");
        return globals.getMethod("get", Class.class).invoke(null, Class.forName(type));
    }

    private static Object call(Object of, String method, String... words) throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[words.length];
        Arrays.fill(types, String.class);
        return of.getClass().getMethod(method, types).invoke(of, (Object[]) words);
    }
}
