package net.tensamin.omega.cluster;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;

/**
 * What a node of another version makes of the bus, as {@link Packet} and {@link Subject} promise it: one of the version before neither sends nor hears what it
 * has no subject for, and one of the next version sends some that nobody knows here.
 */
public final class OtherVersion {
    private static final Subject LAST_OF_BEFORE = Subject.TRACE_ANSWER;
    private static final int HEADER = 1 + 16; // version, sender
    private static final byte UNSEALED = 1;
    private static final byte[] NEWS = {(byte) 200, 0, 0, 0, 2, 7, 7};
    private static final byte[] EMPTY_NEWS = {(byte) 255, 0, 0, 0, 0};

    private OtherVersion() {}

    /** The bus of a node of the version before. */
    public static ClusterBus before(ClusterBus bus) {
        return new Before(bus);
    }

    /** A packet as the next version may send it; one that is sealed is left as it is. */
    static byte[] next(byte[] packet) {
        if (packet[0] != UNSEALED) {
            return packet;
        }
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(Arrays.copyOf(packet, HEADER));
        longer.writeBytes(NEWS);
        longer.writeBytes(Arrays.copyOfRange(packet, HEADER, packet.length));
        longer.writeBytes(EMPTY_NEWS);
        return longer.toByteArray();
    }

    private record Before(ClusterBus bus) implements ClusterBus {
        private static boolean knows(Subject subject) {
            return subject.compareTo(LAST_OF_BEFORE) <= 0;
        }

        @Override
        public NodeId self() {
            return bus.self();
        }

        @Override
        public boolean alone() {
            return bus.alone();
        }

        @Override
        public Set<NodeId> others() {
            return bus.others();
        }

        @Override
        public void send(NodeId to, Subject subject, byte[] content) {
            if (knows(subject)) {
                bus.send(to, subject, content);
            }
        }

        @Override
        public void sendAll(Subject subject, byte[] content) {
            if (knows(subject)) {
                bus.sendAll(subject, content);
            }
        }

        @Override
        public void listen(Subject subject, Messages messages) {
            if (knows(subject)) {
                bus.listen(subject, messages);
            }
        }

        @Override
        public void listen(Nodes nodes) {
            bus.listen(nodes);
        }

        @Override
        public void hosts(UserId user, boolean here) {
            bus.hosts(user, here);
        }

        @Override
        public void sendToHosts(UserId user, Subject subject, Supplier<byte[]> content) {
            if (knows(subject)) {
                bus.sendToHosts(user, subject, content);
            }
        }
    }
}
