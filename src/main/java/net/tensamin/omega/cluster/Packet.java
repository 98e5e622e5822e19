package net.tensamin.omega.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Messages of one node that go over the grid as one. In bytes, because a class of this application would have to be found by
 * the grid's class loader, and be the same on a node of another version.
 */
record Packet(NodeId sender, List<Message> messages) {
    private static final int VERSION = 1;
    private static final Subject[] SUBJECTS = Subject.values();

    record Message(Subject subject, byte[] content) {}

    Packet {
        messages = List.copyOf(messages);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(sender.value().getMostSignificantBits());
            out.writeLong(sender.value().getLeastSignificantBits());
            for (Message message : messages) {
                out.writeByte(message.subject().ordinal());
                out.writeInt(message.content().length);
                out.write(message.content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Empty for another version; subjects that are not known here are left out. */
    static Optional<Packet> read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            NodeId sender = new NodeId(new UUID(in.readLong(), in.readLong()));
            List<Message> messages = new ArrayList<>();
            while (in.available() > 0) {
                int subject = in.readUnsignedByte();
                byte[] content = in.readNBytes(in.readInt());
                if (subject < SUBJECTS.length) {
                    messages.add(new Message(SUBJECTS[subject], content));
                }
            }
            return Optional.of(new Packet(sender, messages));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
