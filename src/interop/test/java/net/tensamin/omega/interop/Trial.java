package net.tensamin.omega.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** One stack doing one row, as a device of its own to which a user of its own writes. */
final class Trial {
    static final long USER = 42;
    private static final AtomicLong SENDERS = new AtomicLong(Servers.FIRST_SENDER);

    private final long sender = SENDERS.getAndIncrement();
    private final Stack stack;
    private final Servers servers;
    private final Path directory;

    Trial(Stack stack, Row row, Servers servers) throws IOException {
        this.stack = stack;
        this.servers = servers;
        this.directory = Files.createDirectories(servers.directory().resolve(stack.name() + " " + row.name()));
    }

    /** Whether its client says on which group the handshake agreed. */
    boolean saysGroup() {
        return Set.of("s2n-quic", "quic-go").contains(stack.name());
    }

    long sender() {
        return sender;
    }

    TestAuthority authority() {
        return servers.authority();
    }

    InetSocketAddress usual() {
        return servers.usual();
    }

    InetSocketAddress strict() {
        return servers.strict();
    }

    Path keysOfOmega() {
        return servers.keysOfOmega();
    }

    /** A new device's certificate. */
    TestIdentity device(KeyType type) throws GeneralSecurityException {
        return request().keys(type.generate()).issue();
    }

    TestAuthority.Request request() {
        return authority().certificate("device of " + stack.name()).user(USER).forClients();
    }

    /** A new device of the user, at the usual server. */
    Knock knock() throws GeneralSecurityException {
        return new Knock(stack.command(), directory)
                .at(usual())
                .with("ca", servers.authorityFile())
                .showing(device(KeyType.P_256));
    }

    BadNetwork network() {
        return new BadNetwork(usual(), sender);
    }

    /** The sender writes; returns when that is acknowledged. */
    void write() throws InterruptedException {
        servers.notice(sender, USER);
    }

    /** Another device of the user reads it. */
    void readElsewhere() throws InterruptedException {
        servers.read(USER, sender);
    }

    /** The sender writes, and this client is told. */
    void push(StackClient client) throws InterruptedException {
        write();
        client.awaitAbout("push_notification", sender);
    }

    /** The server answers, and pushes reach this client. */
    void works(StackClient client) throws InterruptedException {
        client.ask("ping", "{'last_ping':0}");
        push(client);
    }
}
