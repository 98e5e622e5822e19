package net.tensamin.omega.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacketTest {
    private static final NodeId SELF = NodeId.random();

    @Test
    void messagesArriveAsTheyWereSent() {
        byte[] bytes = new Packet(
                        SELF,
                        List.of(
                                new Packet.Message(Subject.BEAT, new byte[0]),
                                new Packet.Message(Subject.MAILBOX, new byte[] {1, 2, 3})))
                .bytes();

        Packet read = Packet.read(bytes).orElseThrow();
        assertEquals(SELF, read.sender());
        assertEquals(
                List.of(Subject.BEAT, Subject.MAILBOX),
                read.messages().stream().map(Packet.Message::subject).toList());
        assertArrayEquals(new byte[] {1, 2, 3}, read.messages().get(1).content());
    }

    @Test
    void anotherVersionAndUnknownSubjectsAreNotRead() {
        byte[] bytes = new Packet(SELF, List.of(new Packet.Message(Subject.BEAT, new byte[] {9}))).bytes();
        bytes[17] = 99;
        assertEquals(List.of(), Packet.read(bytes).orElseThrow().messages());

        bytes[0] = 2;
        assertEquals(Optional.empty(), Packet.read(bytes));
    }
}
