package net.tensamin.omega.quic.tls;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import tech.kwik.core.cid.ConnectionIdInfo;
import tech.kwik.core.cid.PeerIds;

/**
 * By which of its ids a client is addressed on each path: one that comes with another id is answered with another (RFC 9000 §9.5), so
 * that nobody who sees both paths can tell that it is the same client.
 */
final class PathIds {
    /** What comes late on a path that was left is still answered there. */
    private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();

    private final PeerIds ids;
    private final LongSupplier nanos;
    private final Map<Path, ConnectionIdInfo> others = new HashMap<>(1);
    private final Map<Path, Long> leftNanos = new HashMap<>(1);
    private byte[] ownOnActive = {};

    PathIds(PeerIds ids, LongSupplier nanos) {
        this.ids = ids;
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
        if (ids.areEmpty() || others.containsKey(path) || Arrays.equals(own, ownOnActive)) {
            return true; // with the same id the client has not meant to move
        }
        Optional<ConnectionIdInfo> unused = ids.takeUnused();
        unused.ifPresent(id -> keep(path, id));
        return unused.isPresent();
    }

    /** The one to use on a path. */
    Optional<byte[]> on(Path path) {
        if (ids.areEmpty()) {
            return Optional.of(new byte[0]);
        }
        return Optional.of(others.getOrDefault(path, ids.current()).getConnectionId());
    }

    void moved(Path from, Path to) {
        ConnectionIdInfo next = others.remove(to);
        if (next != null) {
            leftNanos.remove(to);
            keep(from, ids.current());
            ids.use(next);
        }
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
                ids.retire(each.getValue());
                leftNanos.remove(each.getKey());
            }
            return over;
        });
        return !others.isEmpty();
    }
}
