package net.tensamin.omega.cluster;

import java.util.Optional;

/** What a node puts around its packets, so that another knows that they come from a node. */
interface Seal {
    /** For operators who trust everyone that can reach the grid. */
    Seal NONE = new Seal() {
        @Override
        public byte[] close(String topic, byte[] packet) {
            return packet;
        }

        @Override
        public Optional<byte[]> open(String topic, byte[] closed) {
            return Optional.of(closed);
        }
    };

    byte[] close(String topic, byte[] packet);

    /**
     * Empty for what a node has said before: the grid may repeat itself.
     *
     * @throws ForeignPacketException for what no node has said on this topic
     */
    Optional<byte[]> open(String topic, byte[] closed) throws ForeignPacketException;
}
