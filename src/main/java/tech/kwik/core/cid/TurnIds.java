package tech.kwik.core.cid;

import java.util.Arrays;

/** What Kwik asks at each packet: the build has the method of the same name end here (KwikRewrite). */
final class TurnIds {
    private TurnIds() {}

    static boolean isActiveCid(SourceConnectionIdRegistry registry, byte[] id) {
        for (ConnectionIdInfo info : registry.getAll().values()) {
            if (info.getConnectionIdStatus().active() && Arrays.equals(info.getConnectionId(), id)) {
                return true;
            }
        }
        return false;
    }
}
