package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmikronClient;

/** An Omikron that is registered, and does what it should not (SPEC §5). */
final class OmikronAttacks {
    /** Its id. */
    static final long ROGUE = 2;

    private static final int TEXT = 0x1;

    /** Head and mask. */
    private static final int EMPTY_PART = 6;

    /** Of a link, in a second (omega.omikron.messages-per-link). */
    private static final int MOST_PARTS = 50_000;

    /** What buffers on the way may have taken. */
    private static final int UNREAD_KIB = 16 << 10;

    private OmikronAttacks() {}

    static List<Attack> rows() {
        Stream<Attack> always = Stream.of(emptyParts(), syncs(50_000), syncs(200_000));
        Stream<Attack> longest = Scale.isWhole() ? Stream.of(deaf()) : Stream.of(); // it takes a minute
        return Stream.concat(always, longest).toList();
    }

    /** Each part costs it a message. */
    private static Attack emptyParts() {
        return new Attack("S3f", "an identified Omikron sends a message in empty parts, without an end", attackers -> {
            Stranger link = identified(attackers.stranger(0).upgraded());
            link.frame(TEXT, 0, new byte[0]);
            byte[] parts = new byte[EMPTY_PART * 1_000]; // their masks do not matter
            for (int i = 0; i < parts.length; i += EMPTY_PART) {
                parts[i + 1] = (byte) 0x80;
            }
            int seconds = Scale.of(12, 4);
            long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (System.nanoTime() - deadline < 0) {
                link.send(parts);
            }
            long taken = link.sent() >> 10;
            if (taken > UNREAD_KIB + seconds * MOST_PARTS * EMPTY_PART / 1_024) {
                attackers.exceeds("read as fast as its messages may come");
            }
            return taken + " KiB taken in " + seconds + " s";
        });
    }

    /** Identified: what it sends has to be done, and costs it what it contains. */
    private static Attack syncs(int ids) {
        String what = "an identified Omikron sends `sync_client_iota_status` with " + ids + " unknown ids";
        return new Attack(ids > 50_000 ? "S10b" : "S10", what, attackers -> {
            OmikronClient rogue = attackers.keep(OmikronClient.identified(OmegaDeployment.https(), ROGUE));
            long[] unknown = LongStream.range(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2 + ids)
                    .toArray();
            long before = System.nanoTime();
            rogue.sync(unknown, new long[0]);
            String type = rogue.ask("get_user_data", OmikronClient.numbers("user_id", 42))
                    .type();
            assertEquals("get_user_data", type);
            long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
            if (ids == 50_000 && millis > 500) {
                attackers.exceeds("served within 500 ms");
            }
            return "served after " + millis + " ms";
        });
    }

    /** Identified: nothing is read while it does not read, so it is silent, and ends as such. */
    private static Attack deaf() {
        return new Attack("S3c", "an identified Omikron asks for profiles and never reads", attackers -> {
            Stranger link = identified(attackers.stranger(0).upgraded());
            int done = attackers.all(1, number -> {
                while (true) {
                    link.text("{'type':'get_user_data','data':{'user_id':42}}");
                }
            });
            assertEquals(0, done);
            return "closed after " + link.sent() / 1024 + " KiB";
        });
    }

    private static Stranger identified(Stranger link) throws Exception {
        link.text("{'type':'identification','data':{'omikron':" + ROGUE + "}}");
        JsonObject answer = OmikronClient.answer(Base64.getDecoder().decode(key()), data(link.text()));
        link.text("{'type':'challenge_response','data':" + answer + "}");
        link.text();
        return link;
    }

    private static JsonObject data(String message) {
        try (JsonReader reader = Json.createReader(new StringReader(message))) {
            return reader.readObject().getJsonObject("data");
        }
    }

    private static String key() throws IOException {
        Path file = OmegaDeployment.data().resolve("demo/omikron-1.json");
        try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
            return reader.readObject().getString("private_key");
        }
    }
}
