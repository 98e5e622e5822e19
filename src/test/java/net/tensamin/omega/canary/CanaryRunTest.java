package net.tensamin.omega.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.tensamin.omega.account.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A try against a server that plays its part, and against ones that do not. */
class CanaryRunTest {
    private static final UserId CANARY = new UserId(99);

    private final List<Long> latencies = new ArrayList<>();
    private final TestServer server = new TestServer();
    private final CanaryRun run = new CanaryRun(CANARY, server, () -> server.nanos, latencies::add);

    @Test
    void whereAllGoesWellTheTimeOfThePushIsTold() throws Exception {
        run.run();

        assertEquals(List.of(5_000L), latencies);
        assertEquals(
                List.of("read", "connect", "identify", "notice", "ping", "pong", "ping", "read_notification", "close"),
                server.seen);
        assertEquals(Step.READ, run.step());
    }

    @Test
    void whatItIsSentAgainIsNoneOfItsBusiness() throws Exception {
        server.replayed.add("{\"type\":\"read_notification\",\"data\":{\"sender_id\":\"99\"}}");
        server.replayed.add("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}");
        run.run();
        assertEquals(List.of(5_000L), latencies);
    }

    @ParameterizedTest
    @CsvSource({
        "read,RESET",
        "connect,CONNECT",
        "certificate,CONNECT",
        "identify,IDENTIFY",
        "notice,PUSH",
        "pong,PROOF",
        "ping,PROOF",
        "read_notification,READ"
    })
    void theStepThatFailsIsKnownAndThePhoneIsClosed(String broken, Step step) {
        server.broken = broken;
        assertThrows(Exception.class, run::run);
        assertEquals(step, run.step());
        boolean connected = server.seen.contains("connect") && !broken.equals("connect");
        assertEquals(connected, server.seen.contains("close"));
    }

    @Test
    void anErrorInPlaceOfAReplyIsTold() {
        server.error = true;
        Exception refused = assertThrows(IOException.class, run::run);
        assertTrue(refused.getMessage().contains("error_invalid_user_id"), refused::getMessage);
        assertEquals(Step.IDENTIFY, run.step());
    }

    /** Answers as SPEC §2 has it, but for what is broken: there the stream ends. */
    private static final class TestServer implements CanaryRun.Server, CanaryRun.Phone {
        private final List<String> seen = new ArrayList<>();
        private final List<String> replayed = new ArrayList<>();
        private final Deque<String> lines = new ArrayDeque<>();
        private String broken = "";
        private boolean error;
        private long nanos;

        private boolean works(String what) {
            seen.add(what);
            return !what.equals(broken);
        }

        private void orFail(String what) throws IOException {
            if (!works(what)) {
                throw new IOException(what + " is broken, on purpose");
            }
        }

        @Override
        public void read(UserId reader, UserId sender) throws IOException {
            orFail("read");
        }

        @Override
        public void notice(UserId sender, UserId receiver) throws IOException {
            orFail("notice");
            nanos += 5_000;
            lines.addAll(replayed);
            lines.add("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"99\"}}");
        }

        @Override
        public CanaryRun.Phone connect() throws IOException {
            orFail("connect");
            return this;
        }

        @Override
        public void checkServer() throws CertificateException {
            if (broken.equals("certificate")) {
                throw new CertificateExpiredException("on purpose");
            }
        }

        @Override
        public void send(String line) {
            if (line.contains("tauri_identification") && works("identify")) {
                String type = error ? "error_invalid_user_id" : "success";
                lines.add("{\"type\":\"" + type + "\",\"id\":\"i\"}");
            } else if (line.contains("\"pong\"")) {
                works("pong");
            } else if (line.contains("\"ping\"") && works("ping") && !broken.equals("pong")) {
                String id = line.replaceAll(".*\"id\":\"([a-z])\".*", "$1");
                lines.add("{\"type\":\"pong\",\"id\":\"" + id + "\",\"data\":{\"last_ping\":0}}");
                if (id.equals("p")) {
                    lines.add("{\"type\":\"ping\",\"data\":{\"last_ping\":-1}}");
                }
            } else if (line.contains("read_notification") && works("read_notification")) {
                lines.add("{\"type\":\"read_notification\",\"data\":{\"sender_id\":\"99\"}}");
                lines.add("{\"type\":\"success\",\"id\":\"r\"}");
            }
        }

        @Override
        public String receive() throws IOException {
            if (lines.isEmpty()) {
                throw new EOFException("nothing more");
            }
            return lines.remove();
        }

        @Override
        public void close() {
            seen.add("close");
        }
    }
}
