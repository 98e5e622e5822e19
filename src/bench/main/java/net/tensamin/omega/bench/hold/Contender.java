package net.tensamin.omega.bench.hold;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;

/** A server under test, in a process of its own. */
interface Contender extends AutoCloseable {
    int MANY = Integer.MAX_VALUE;

    /**
     * Returns when it can be connected to.
     *
     * @param name {@code omega}: in Payara Micro, as deployed; {@code omega-https}: likewise, and clients wait over HTTPS; {@code omega-quic}: its QUIC
     *     side alone; {@code kwik}:
     *     Kwik as it is, with the same client authentication; {@code netty-quic}; {@code quinn}, with ring; {@code quinn-aws-lc}; {@code quic-go};
     *     {@code mosquitto}
     * @throws NotInstalled if this machine does not have it
     */
    static Contender start(String name, HoldPlan plan, Identities identities)
            throws IOException, SQLException, GeneralSecurityException, InterruptedException {
        return switch (name) {
            case "omega" -> OmegaContender.start(plan, identities, false);
            case "omega-https" -> OmegaContender.start(plan, identities, true);
            case "mosquitto" -> Mosquitto.start(plan, identities);
            default -> Child.start(program(name, plan), plan, identities);
        };
    }

    private static Child.Program program(String name, HoldPlan plan) throws IOException, InterruptedException {
        return switch (name) {
            case "omega-quic" -> ChildJvm.program(name, QuicSideServer.class, plan);
            case "kwik" -> ChildJvm.onStockKwik(name, StockKwikServer.class, StockKwikServer.MOST, plan);
            case "netty-quic" -> netty(name, plan);
            case "quinn" -> Peers.of(plan).quinn(name, "ring");
            case "quinn-aws-lc" -> Peers.of(plan).quinn(name, "aws-lc");
            case "quic-go" -> Peers.of(plan).quicGo(name);
            default -> throw new IllegalArgumentException("bench.hold.servers: there is no " + name);
        };
    }

    private static Child.Program netty(String name, HoldPlan plan) throws NotInstalled {
        if (!Epoll.isAvailable()) {
            throw new NotInstalled(name + " is measured on epoll, which only Linux has");
        }
        return ChildJvm.program(name, NettyQuicServer.class, plan);
    }

    long process();

    /** Whether {@code jcmd} can ask it. */
    boolean isJava();

    /** The sessions it can be asked for. */
    default int most() throws IOException {
        return MANY;
    }

    /** Of what it is made of, where this build locks them. */
    default Optional<String> versions() {
        return Optional.empty();
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
