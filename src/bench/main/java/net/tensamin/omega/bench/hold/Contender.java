package net.tensamin.omega.bench.hold;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;

/** A server under test, in a process of its own. */
interface Contender extends AutoCloseable {
    int MANY = Integer.MAX_VALUE;

    /**
     * Returns when it can be connected to.
     *
     * @param name {@code omega}: in Payara Micro, as deployed; {@code omega-https}: likewise, and clients wait over HTTPS; {@code omega-quic}: its QUIC
     *     side alone; {@code kwik}:
     *     Kwik as it is, with the same client authentication; {@code netty-quic}; {@code mosquitto}
     * @throws NotInstalled if this machine does not have it
     */
    static Contender start(String name, HoldPlan plan, Identities identities)
            throws IOException, SQLException, GeneralSecurityException {
        return switch (name) {
            case "omega" -> OmegaContender.start(plan, identities, false);
            case "omega-https" -> OmegaContender.start(plan, identities, true);
            case "omega-quic" -> ChildJvm.start(name, QuicSideServer.class, plan, identities);
            case "kwik" ->
                ChildJvm.startOnStockKwik(name, StockKwikServer.class, StockKwikServer.MOST, plan, identities);
            case "netty-quic" -> netty(name, plan, identities);
            case "mosquitto" -> Mosquitto.start(plan, identities);
            default -> throw new IllegalArgumentException("bench.hold.servers: there is no " + name);
        };
    }

    private static Contender netty(String name, HoldPlan plan, Identities identities) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new NotInstalled(name + " is measured on epoll, which only Linux has");
        }
        return ChildJvm.start(name, NettyQuicServer.class, plan, identities);
    }

    long process();

    /** Whether {@code jcmd} can ask it. */
    boolean isJava();

    /** The sessions it can be asked for. */
    default int most() throws IOException {
        return MANY;
    }

    Fleet fleet(Arrivals arrivals) throws IOException, GeneralSecurityException;

    PushSource pushes() throws IOException, GeneralSecurityException;

    /** Kills it, and starts it again on what it has stored. This one is of no use after that. */
    Contender again() throws IOException;

    @Override
    void close() throws IOException;

    final class NotInstalled extends IOException {
        private static final long serialVersionUID = 1L;

        NotInstalled(String message) {
            super(message);
        }
    }
}
