package net.tensamin.omega.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import net.tensamin.omega.testing.OldMessages;
import org.junit.jupiter.api.Test;

/** Nodes of the version before and of this one understand each other. */
class OldPacketTest {
    private static final List<Subject> SUBJECTS =
            List.of(Subject.PRESENCE, Subject.MAILBOX, Subject.TAKEOVER, Subject.STATUS);

    @Test
    void whatAnOldNodeSendsIsReadAndWrittenTheSameWay() throws Exception {
        Packet packet = Packet.read(OldMessages.of("PACKET")).orElseThrow();
        assertEquals(new NodeId(new UUID(1, 2)), packet.sender());
        assertEquals(
                SUBJECTS,
                packet.messages().stream().map(Packet.Message::subject).toList());
        for (Packet.Message message : packet.messages()) {
            assertArrayEquals(OldMessages.of(message.subject().name()), message.content());
        }
        assertArrayEquals(OldMessages.of("PACKET"), packet.bytes());
    }

    /** An old node leaves out a subject that it does not know, and reads what follows. */
    @Test
    void whatIsNewComesAfterWhatOldNodesKnow() {
        assertEquals(
                List.of(
                        "BEAT",
                        "PRESENCE",
                        "MAILBOX",
                        "READ",
                        "TAKEOVER",
                        "REVOCATION",
                        "STATUS",
                        "TRACE_QUESTION",
                        "TRACE_ANSWER"),
                List.of(Subject.values()).stream().map(Subject::name).limit(9).toList());
    }
}
