package net.tensamin.omega.quic.tls;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import tech.kwik.core.cid.ConnectionIdInfo;
import tech.kwik.core.cid.PeerIds;

/**
 * Which of its ids a client is addressed by on each path: a client that uses another id is answered with another (RFC 9000 §9.5), so
 * that an observer of both paths cannot tell that it is the same client.
 */
final class PathIds {
    /** What arrives late on a path that was left is still answered there. */
    private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();

    private final PeerIds ids;
    private final LongSupplier nanos;
    private final Map<Path, ConnectionIdInfo> others = new HashMap<>(1);
    private final Map<Path, Long> leftNanos = new HashMap<>(1);
    private byte[] ownOnActive;
    private Path former;

    /** @param first of this server, which the client learns in the handshake: with it alone it has not meant to move */
    PathIds(PeerIds ids, byte[] first, LongSupplier nanos) {
        this.ids = ids;
        this.ownOnActive = first;
        this.nanos = nanos;
    }

    /**
     * A packet came.
     *
     * @param own the id that the client sent it to
     * @return whether the client can be answered there
     */
    boolean received(Path path, boolean isActive, byte[] own) {
        if (isActive) {
            ownOnActive = own;
            return true;
        }
        if (ids.areEmpty() || Arrays.equals(own, ownOnActive)) {
            return true; // with the same id the client has not meant to move
        }
        if (others.containsKey(path)) {
            return other(path).isPresent();
        }
        Optional<ConnectionIdInfo> unused = ids.takeUnused();
        unused.ifPresent(id -> keep(path, id));
        return unused.isPresent();
    }

    /** The one to use on a path; nothing if the client has withdrawn that and given no other. */
    Optional<byte[]> on(Path path) {
        if (ids.areEmpty()) {
            return Optional.of(new byte[0]);
        }
        if (!others.containsKey(path)) {
            return Optional.of(ids.current().getConnectionId());
        }
        return other(path).map(ConnectionIdInfo::getConnectionId);
    }

    /** A client may want an id used no more (RFC 9000 §19.15) while it is for a path. */
    private Optional<ConnectionIdInfo> other(Path path) {
        ConnectionIdInfo id = others.get(path);
        if (others.containsKey(path) && (id == null || ids.isRetired(id))) {
            id = ids.takeUnused().orElse(null);
            others.replace(path, id);
        }
        return Optional.ofNullable(id);
    }

    /**
     * By which the client can tell that it has lost the connection: those of the ids that are used, each from where it is used (RFC 9000
     * §10.3.1). A client's first id has none.
     *
     * @param inUse paths on which something is sent
     */
    List<ResetToken> resetTokens(List<Path> inUse) {
        if (ids.areEmpty()) {
            return List.of();
        }
        return Stream.concat(inUse.stream(), others.keySet().stream())
                .distinct()
                .map(this::resetToken)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<ResetToken> resetToken(Path path) {
        ConnectionIdInfo id = others.containsKey(path) ? others.get(path) : ids.current();
        return Optional.ofNullable(id)
                .filter(used -> !ids.isRetired(used))
                .map(ConnectionIdInfo::getStatelessResetToken)
                .map(token -> new ResetToken(path.peer(), token));
    }

    /** Of the paths that were left the last one is kept: a client that moves often gives a new id only for one that is retired. */
    void moved(Path from, Path to) {
        if (former != null && !former.equals(to)) {
            leave(former);
        }
        former = from;
        Optional<ConnectionIdInfo> next = other(to);
        others.remove(to);
        leftNanos.remove(to);
        if (next.isPresent()) {
            keep(from, ids.current());
            ids.use(next.get());
        }
    }

    private void leave(Path path) {
        leftNanos.remove(path);
        Optional.ofNullable(others.remove(path)).ifPresent(ids::retire);
    }

    private void keep(Path path, ConnectionIdInfo id) {
        others.put(path, id);
        leftNanos.put(path, nanos.getAsLong());
    }

    /** @return whether there are some that will be retired */
    boolean retireLeft() {
        others.entrySet().removeIf(each -> {
            boolean over = nanos.getAsLong() - leftNanos.get(each.getKey()) > KEPT_NANOS;
            if (over) {
                Optional.ofNullable(each.getValue()).ifPresent(ids::retire);
                leftNanos.remove(each.getKey());
            }
            return over;
        });
        return !others.isEmpty();
    }
}
