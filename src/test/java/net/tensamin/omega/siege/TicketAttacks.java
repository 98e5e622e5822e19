package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmegaTls;

/** Clients that have been here before, or say so (RFC 8446 §2.2, §2.3). */
final class TicketAttacks {
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int PRE_SHARED_KEY = 41; // RFC 8446 §4.2
    private static final int EARLY_DATA = 42;
    private static final int APPLICATION_DATA = 23;
    private static final int LONGEST_RECORD = 16_384;
    private static final int BINDER = 32;
    private static final int AGE = 4;

    private TicketAttacks() {}

    static List<Attack> rows() {
        return List.of(resumptions(), alteredTickets());
    }

    private static Attack resumptions() {
        int threads = Scale.of(16, 4);
        int each = Scale.of(250, 10);
        String what = threads * each + " clients that resume " + threads + " sessions of TLS";
        return new Attack("T6", what, attackers -> {
            int done = attackers.all(threads, number -> {
                SSLContext same = OmegaTls.anonymous();
                for (int i = 0; i < each; i++) {
                    try (Socket socket = Attackers.briefly(number * each + i)) {
                        TlsAttacks.letIn(Stranger.over(socket, same));
                    }
                }
            });
            assertEquals(threads, done);
            return "each was served";
        });
    }

    private static Attack alteredTickets() {
        String what = "ClientHellos with as many altered session tickets as fit in a record, and early data after them";
        return new Attack("T7", what, attackers -> {
            byte[] hello = hello();
            ByteBuffer all = ByteBuffer.allocate(hello.length + RECORD_HEAD + LONGEST_RECORD);
            all.put(hello).put((byte) APPLICATION_DATA).putShort((short) 0x303).putShort((short) LONGEST_RECORD);
            return TlsAttacks.flood(attackers, all.array(), Duration.ofSeconds(Scale.of(15, 3))) + " answered";
        });
    }

    /** That of a client which resumes, with what it got from the server altered each time. */
    private static byte[] hello() throws Exception {
        SSLContext context = OmegaTls.anonymous();
        try (Socket socket = Attackers.briefly(0)) {
            TlsAttacks.letIn(Stranger.over(socket, context));
        }
        ByteBuffer hello = ByteBuffer.wrap(TlsAttacks.clientHello(context));
        int extensions = extensions(hello);
        int last = last(hello, extensions);
        byte[] before = Arrays.copyOfRange(hello.array(), RECORD_HEAD + MESSAGE_HEAD, extensions);
        byte[] kept = Arrays.copyOfRange(hello.array(), extensions + 2, last);
        int left = LONGEST_RECORD - before.length - kept.length - 32;
        return record(before, kept, offered(ticket(hello, last), left));
    }

    /** Where the length of the extensions is (RFC 8446 §4.1.2). */
    private static int extensions(ByteBuffer hello) {
        int sessionId = RECORD_HEAD + MESSAGE_HEAD + VERSION_AND_RANDOM;
        int suites = sessionId + 1 + hello.get(sessionId);
        int compression = suites + 2 + hello.getShort(suites);
        return compression + 1 + hello.get(compression);
    }

    /** Where the extension begins that offers tickets, or the end (RFC 8446 §4.2.11: it is the last). */
    private static int last(ByteBuffer hello, int extensions) {
        int at = extensions + 2;
        while (at < hello.limit() && hello.getShort(at) != PRE_SHARED_KEY) {
            at += 4 + Short.toUnsignedInt(hello.getShort(at + 2));
        }
        return at;
    }

    private static byte[] ticket(ByteBuffer hello, int last) {
        if (last >= hello.limit()) {
            return new byte[32]; // as a session that the server keeps would be called
        }
        int length = Short.toUnsignedInt(hello.getShort(last + 6));
        return Arrays.copyOfRange(hello.array(), last + 8, last + 8 + length);
    }

    /** RFC 8446 §4.2.11: identities with their age, then a binder for each. */
    private static byte[] offered(byte[] ticket, int room) {
        int tickets = room / (2 + ticket.length + AGE + 1 + BINDER);
        ByteBuffer offer = ByteBuffer.allocate(room + 8);
        offer.putShort((short) (tickets * (2 + ticket.length + AGE)));
        for (int i = 0; i < tickets; i++) {
            byte[] altered = ticket.clone();
            altered[ticket.length - 1 - i % (ticket.length / 2)] ^= (byte) (1 + i);
            offer.putShort((short) ticket.length).put(altered).putInt(i);
        }
        offer.putShort((short) (tickets * (1 + BINDER)));
        for (int i = 0; i < tickets; i++) {
            offer.put((byte) BINDER).put(new byte[BINDER]);
        }
        return Arrays.copyOf(offer.array(), offer.position());
    }

    private static byte[] record(byte[] before, byte[] kept, byte[] offer) {
        ByteBuffer early = ByteBuffer.allocate(8);
        early.putShort((short) EARLY_DATA).putShort((short) 0);
        early.putShort((short) PRE_SHARED_KEY).putShort((short) offer.length);
        int extensions = kept.length + early.capacity() + offer.length;
        int message = before.length + 2 + extensions;
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {22, 3, 1});
        record.writeBytes(ByteBuffer.allocate(2)
                .putShort((short) (MESSAGE_HEAD + message))
                .array());
        record.writeBytes(
                ByteBuffer.allocate(MESSAGE_HEAD).putInt(1 << 24 | message).array());
        record.writeBytes(before);
        record.writeBytes(ByteBuffer.allocate(2).putShort((short) extensions).array());
        record.writeBytes(kept);
        record.writeBytes(early.array());
        record.writeBytes(offer);
        return record.toByteArray();
    }
}
