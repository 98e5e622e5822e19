package net.tensamin.omega.cluster;

import java.util.UUID;

/** One run of a server: after a restart it is another node. */
public record NodeId(UUID value) {
    public static NodeId random() {
        return new NodeId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
