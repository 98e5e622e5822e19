package net.tensamin.omega.siege;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** WebSocket links that do not identify (SPEC §5). */
final class LinkAttacks {
    private static final int FIN = 0x80;
    private static final int TEXT = 0x1;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;
    private static final int UNIDENTIFIED_LONGEST = 4096;
    private static final Duration TO_PART = Duration.ofSeconds(30);

    private LinkAttacks() {}

    static List<Attack> rows() {
        return List.of(pings(), pongs(), emptyFragments(), jsonPings(), unfinishedMessages(), silence());
    }

    static Attack pings() {
        byte[] payload = new byte[125];
        return new Attack(
                "S3",
                "links that are not identified send WebSocket pings and never read",
                attackers -> flood(attackers, link -> link.frame(FIN | PING, payload.length, payload)));
    }

    private static Attack pongs() {
        return new Attack(
                "S3d",
                "links that are not identified send pongs that nobody asked for",
                attackers -> flood(attackers, link -> link.frame(FIN | PONG, 0, new byte[0])));
    }

    private static Attack emptyFragments() {
        Set<Stranger> begun = ConcurrentHashMap.newKeySet();
        return new Attack(
                "S3e",
                "links that are not identified send a message in empty parts, without an end",
                attackers -> flood(attackers, link -> link.frame(begun.add(link) ? TEXT : 0, 0, new byte[0])));
    }

    private static Attack jsonPings() {
        byte[] payload = "{\"type\":\"ping\",\"data\":{\"last_ping\":1}}".getBytes(UTF_8);
        return new Attack(
                "S3b",
                "links that are not identified send JSON pings and never read",
                attackers -> flood(attackers, link -> link.frame(FIN | TEXT, payload.length, payload)));
    }

    private interface Frame {
        void send(Stranger link) throws Exception;
    }

    /** As fast as the server takes them, for as long as it does, or the time of the row is over. */
    private static String flood(Attackers attackers, Frame frame) throws Exception {
        int links = Scale.of(3, 2);
        long nanos = Duration.ofSeconds(Scale.of(12, 4)).toNanos();
        AtomicLong sent = new AtomicLong();
        List<Stranger> strangers = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            strangers.add(attackers.stranger(i).upgraded());
        }
        attackers.all(links, number -> {
            Stranger link = strangers.get(number);
            long deadline = System.nanoTime() + nanos;
            try {
                while (System.nanoTime() - deadline < 0) {
                    frame.send(link);
                }
            } finally {
                sent.addAndGet(link.sent());
            }
        });
        int ended = attackers.all(links, number -> require(strangers.get(number).ends(TO_PART)));
        assertEquals(links, ended, "links that were closed");
        return ended + " of " + links + " closed, after " + sent.get() / 1024 + " KiB in all";
    }

    private static Attack unfinishedMessages() {
        return new Attack(
                "S6", "links that are not identified, each with a message of 1 MB that never ends", attackers -> {
                    int links = Scale.of(300, 20);
                    AtomicInteger ended = new AtomicInteger();
                    List<Stranger> open = new ArrayList<>();
                    for (int i = 0; i < links; i++) {
                        open.add(attackers.stranger(i).upgraded());
                    }
                    byte[] half = new byte[UNIDENTIFIED_LONGEST];
                    attackers.all(links, number -> {
                        Stranger link = open.get(number);
                        try {
                            for (int sent = 0; sent < 1 << 20; sent += half.length) {
                                link.frame(sent == 0 ? TEXT : 0, half.length, half);
                            }
                        } finally {
                            ended.addAndGet(link.ends(TO_PART) ? 1 : 0);
                        }
                    });
                    assertEquals(links, ended.get(), "links that were closed");
                    return ended + " of " + links + " closed past 4 KiB";
                });
    }

    private static Attack silence() {
        return new Attack("S6b", "links that say nothing at all", attackers -> {
            int links = Scale.of(300, 20);
            List<Stranger> open = new ArrayList<>();
            for (int i = 0; i < links; i++) {
                open.add(attackers.stranger(i).upgraded());
            }
            int ended = attackers.all(links, number -> require(open.get(number).ends(TO_PART)));
            assertEquals(links, ended, "links that were closed");
            return ended + " of " + links + " closed";
        });
    }

    private static void require(boolean ended) {
        if (!ended) {
            throw new IllegalStateException("still open");
        }
    }
}
