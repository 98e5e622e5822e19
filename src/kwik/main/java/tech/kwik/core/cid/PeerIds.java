package tech.kwik.core.cid;

import java.util.Comparator;
import java.util.Optional;

/** The ids by which a peer is addressed, of which Kwik knows one at a time: each path has its own (RFC 9000 §9.5). */
public final class PeerIds {
    private final ConnectionIdManager ids;

    public PeerIds(ConnectionIdManager ids) {
        this.ids = ids;
    }

    /** Whether the peer has no ids, so that all its paths look alike. */
    public boolean areEmpty() {
        return ids.peerCidRegistry == null;
    }

    /** One that was used on no path, and is from now on; nothing if the peer has given none. */
    public Optional<ConnectionIdInfo> takeUnused() {
        Optional<ConnectionIdInfo> unused = ids.peerCidRegistry.connectionIds.values().stream()
                .filter(id -> id.getConnectionIdStatus() == ConnectionIdStatus.NEW)
                .min(Comparator.comparingInt(ConnectionIdInfo::getSequenceNumber));
        unused.ifPresent(id -> id.setStatus(ConnectionIdStatus.USED));
        return unused;
    }

    /** Whether nothing may be sent to it any more. */
    public boolean isRetired(ConnectionIdInfo id) {
        return id.getConnectionIdStatus() == ConnectionIdStatus.RETIRED;
    }

    /** The one in use. */
    public ConnectionIdInfo current() {
        return ids.peerCidRegistry.connectionIds.get(ids.peerCidRegistry.currentIndex());
    }

    /** Has all be sent to that id. */
    public void use(ConnectionIdInfo id) {
        current().setStatus(ConnectionIdStatus.USED);
        id.setStatus(ConnectionIdStatus.IN_USE);
        ids.peerCidRegistry.currentConnectionId = id.getConnectionId();
    }

    /** Tells the peer that the id is not used any more; it gives another one. */
    public void retire(ConnectionIdInfo id) {
        if (id.getConnectionIdStatus() == ConnectionIdStatus.USED) {
            ids.retireConnectionId(id.getSequenceNumber());
        }
    }
}
