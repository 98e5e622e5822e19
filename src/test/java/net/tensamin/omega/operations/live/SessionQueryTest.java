package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.operations.live.SessionQuery.Found;
import net.tensamin.omega.tauri.SessionView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionQueryTest {
    private static final List<SessionView> SESSIONS = List.of(
            session(42, "aa00000000000001", 60, 12, 3),
            session(7, "bb00000000000002", 600, -1, 0),
            session(420, "ab00000000000003", 6, 80, -1));

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "user, 7 42 420",
        "-user, 420 42 7",
        "age, 420 42 7",
        "-age, 7 42 420",
        "round_trip, 7 42 420",
        "-round_trip, 420 42 7",
        "lag, 420 7 42",
        "-lag, 42 7 420"
    })
    void ordersByAnyColumnBothWays(String sort, String users) {
        assertEquals(users, users(SessionQuery.parse("", sort, 10).in(SESSIONS)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"42, 42 420", "420, 420", "a, 42 420", "AB00, 420", "' bb', 7", "9, ''", "zz, ''"})
    void findsWhatAnIdBeginsWith(String find, String users) {
        assertEquals(users, users(SessionQuery.parse(find, "user", 10).in(SESSIONS)));
    }

    @Test
    void ofVeryManyTheFirstAreKeptAndTheRestCounted() {
        List<SessionView> many = new ArrayList<>(LongStream.rangeClosed(1, 20_000)
                .mapToObj(user -> session(user, String.format("%016x", user), 1, 1, user % 5_000))
                .toList());
        Collections.shuffle(many, new Random(1));

        Found found = SessionQuery.parse("", "-lag", 5).in(many);

        assertEquals(20_000, found.matching());
        assertEquals("4999 9999 14999 19999 4998", users(found));
    }

    @Test
    void rowsThatAreEqualDoNotChangePlaces() {
        List<SessionView> equal = new ArrayList<>(List.of(
                session(1, "cc00000000000000", 1, 1, 1),
                session(2, "aa00000000000000", 1, 1, 1),
                session(3, "bb00000000000000", 1, 1, 1)));
        for (String sort : List.of("lag", "-lag")) {
            assertEquals("2 3", users(SessionQuery.parse("", sort, 2).in(equal)));
            Collections.reverse(equal);
            assertEquals("2 3", users(SessionQuery.parse("", sort, 2).in(equal)));
        }
    }

    @Test
    void whatIsNoQueryIsRefused() {
        String tooLong = "a".repeat(65);
        assertThrows(IllegalArgumentException.class, () -> SessionQuery.parse("", "colour", 10));
        assertThrows(IllegalArgumentException.class, () -> SessionQuery.parse("", "", 10));
        assertThrows(IllegalArgumentException.class, () -> SessionQuery.parse("", "--lag", 10));
        assertThrows(IllegalArgumentException.class, () -> SessionQuery.parse("", "lag", 0));
        assertThrows(IllegalArgumentException.class, () -> SessionQuery.parse("", "lag", SessionQuery.MOST + 1));
        assertThrows(IllegalArgumentException.class, () -> SessionQuery.parse(tooLong, "lag", 10));
    }

    static SessionView session(long user, String device, long ageSeconds, long roundTripMillis, long lag) {
        return new SessionView(
                new UserId(user), new DeviceId(device), Duration.ofSeconds(ageSeconds), roundTripMillis, lag);
    }

    private static String users(Found found) {
        return String.join(
                " ",
                found.first().stream().map(session -> session.user().toString()).toList());
    }
}
