package net.tensamin.omega.quic.tls;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.tensamin.omega.metrics.Counters;
import tech.kwik.core.log.Logger;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.ServerConnectionImpl;

/**
 * What all connections of a server share, apart from its keys.
 *
 * @param registry is told of each connection id
 * @param closeCallback called once for each connection, when it has ended
 * @param resetTokens gives the stateless reset token of a connection id (RFC 9000 §10.3)
 * @param clientResetTokens told of all that a client has given with the ids by which it is addressed now
 * @param refusals counts handshakes that fail, by the TLS alert or {@code handshake_timeout}
 * @param mayMove whether clients may change their address on purpose
 */
public record ConnectionContext(
        ServerConnectionConfig configuration,
        ApplicationProtocolRegistry protocols,
        ServerConnectionRegistry registry,
        Consumer<ServerConnectionImpl> closeCallback,
        UnaryOperator<byte[]> resetTokens,
        BiConsumer<ServerConnectionImpl, List<ResetToken>> clientResetTokens,
        Counters refusals,
        Agreements agreements,
        boolean mayMove,
        Logger log) {}
