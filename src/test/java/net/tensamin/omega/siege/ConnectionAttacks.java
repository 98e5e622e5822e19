package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What strangers do before there is a request, and with its body. */
final class ConnectionAttacks {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CODES =
            "POST /api/operations/devices/codes HTTP/1.1\r\nHost: localhost\r\n" + "Content-Type: application/json\r\n";
    private static final String ENROL = "POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/pkcs10\r\nAuthorization: Basic NDI6eHh4eA==\r\nContent-Length: 16000\r\n\r\n";
    private static final int ENOUGH = 200_000;

    private ConnectionAttacks() {}

    static List<Attack> rows() {
        return List.of(largeBody(), nestedBody(), drippedBodies(), smuggling(), idle(), keyUpdates(), drippedHello());
    }

    private static Attack largeBody() {
        String what = "a JSON body of 60 MB to an operator's call";
        return new Attack("S1", what, attackers -> {
            Stranger stranger = attackers.stranger(0);
            stranger.send(CODES + "Content-Length: 60000000\r\n\r\n");
            String status = stranger.head().split("\r\n")[0];
            assertEquals("HTTP/1.1 401 Unauthorized", status);
            String values = "{\"a\":1},".repeat(8_192);
            try {
                while (stranger.sent() < 60_000_000) {
                    stranger.send(values);
                }
            } catch (IOException ended) {
                return status + ", ended after " + stranger.sent() / 1_024 + " KiB";
            }
            throw new AssertionError("all 60 MB were taken");
        });
    }

    private static Attack nestedBody() {
        String what = "200,000 brackets to an operator's call";
        return new Attack("S2", what, attackers -> {
            Stranger stranger = attackers.stranger(0);
            stranger.send(CODES + "Content-Length: " + ENOUGH + "\r\n\r\n" + "[".repeat(ENOUGH / 2));
            String status = stranger.head().split("\r\n")[0];
            assertEquals("HTTP/1.1 401 Unauthorized", status);
            return status;
        });
    }

    private static Attack drippedBodies() {
        int connections = Scale.of(256, 64);
        String what = connections + " enrolments of which a byte comes, and no more";
        return new Attack("S5", what, attackers -> {
            int ended = attackers.all(connections, number -> {
                Stranger stranger = attackers.stranger(number);
                stranger.send(ENROL + "M");
                assertTrue(stranger.head().startsWith("HTTP/1.1 408"));
                assertTrue(stranger.ends(PATIENCE));
            });
            assertEquals(connections, ended);
            return "each got 408, and was ended";
        });
    }

    private static Attack smuggling() {
        String chunked = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: ";
        List<String> requests = List.of(
                chunked + "chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                chunked + "xchunked\r\n\r\n0\r\n\r\n",
                chunked + "chunked, identity\r\n\r\n0\r\n\r\n",
                chunked.replace("1.1", "1.0") + "chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                chunked + "chunked\r\n\r\n0\n\r\n",
                "GET /api/get/user/42 HTTP/1.1\r\nHost: a:x\r\n\r\n",
                "GET /docs HTTP/1.1\r\nHost: a?b\r\n\r\n",
                "GET http://user:pw@localhost/api/get/user/42 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /ws/omikron HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello");
        return new Attack("S9", "requests that two servers would read differently", attackers -> {
            int refused = attackers.all(requests.size(), number -> {
                Stranger stranger = attackers.stranger(number);
                stranger.send(requests.get(number));
                assertTrue(stranger.head().startsWith("HTTP/1.1 400"));
                assertTrue(stranger.ends(PATIENCE));
            });
            assertEquals(requests.size(), refused);
            return "each got 400, and was ended";
        });
    }

    private static Attack idle() {
        int connections = Scale.of(4_000, 600);
        String what = connections + " TCP connections that say nothing, from " + connections + " addresses";
        return new Attack("S12", what, attackers -> {
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                open.add(attackers.tcp(i));
            }
            int ended = 0;
            for (Socket socket : open) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                ended += hasEnded(socket) ? 1 : 0;
            }
            assertEquals(connections, ended);
            return "each was ended";
        });
    }

    private static boolean hasEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException still) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static Attack keyUpdates() {
        int connections = Scale.of(32, 8);
        String what = connections + " connections that change their keys of TLS 1.3, and say nothing";
        return new Attack("K1", what, attackers -> {
            AtomicInteger updates = new AtomicInteger();
            int untouched = attackers.all(connections, number -> {
                Stranger stranger = attackers.stranger(number);
                for (int i = 0; i < ENOUGH; i++) {
                    stranger.changeKeys();
                    updates.incrementAndGet();
                }
            });
            assertEquals(0, untouched);
            return "each was ended, after " + updates.get() / connections + " updates";
        });
    }

    private static Attack drippedHello() {
        int connections = Scale.of(64, 16);
        String what = connections + " ClientHellos of which a byte comes each 200 ms, in a record of its own";
        return new Attack("K2", what, attackers -> {
            int done = attackers.all(connections, number -> {
                Socket socket = attackers.tcp(number);
                socket.setSoTimeout(200);
                for (int i = 0; i < ENOUGH && !hasEnded(socket); i++) {
                    byte octet = (byte) (i == 0 ? 1 : i == 2 ? 0x40 : 0);
                    socket.getOutputStream().write(new byte[] {22, 3, 1, 0, 1, octet});
                }
            });
            return "each was ended, " + done + " of them while it listened";
        });
    }
}
