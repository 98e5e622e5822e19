package tech.kwik.core.cid;

import java.util.Arrays;

/** What Kwik asks at each packet: the build has the method of the same name end here (KwikRewrite). */
final class TurnIds {
    private TurnIds() {}

    /** The id that the peer uses is active; it must not end the one that a packet was sent to (RFC 9000 §19.16). */
    static boolean isActiveCid(SourceConnectionIdRegistry registry, byte[] id) {
        if (Arrays.equals(registry.currentConnectionId, id)) {
            return true;
        }
        for (ConnectionIdInfo info : registry.getAll().values()) {
            if (info.getConnectionIdStatus().active() && Arrays.equals(info.getConnectionId(), id)) {
                return true;
            }
        }
        return false;
    }
}
