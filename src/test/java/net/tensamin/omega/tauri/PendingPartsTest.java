package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.quic.streams.LongLine;
import net.tensamin.omega.testing.Allocations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingPartsTest {
    private static final int VERY_MANY = 100_000;
    private static final int FEW_BYTES = 64 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 70, 100, 5_000})
    void partsTogetherAreOneMessageOfTheLengthThatWasSaid(int pairs) {
        LongLine line = line("a \"b\"", pairs);

        byte[] whole = line.whole();

        JsonObject message = Json.createReader(new ByteArrayInputStream(whole)).readObject();
        assertEquals("a \"b\"", message.getString("id"));
        assertEquals(pairs, message.getJsonObject("data").getInt("revision"));
        JsonArray notifications = message.getJsonObject("data").getJsonArray("notifications");
        assertEquals(pairs, notifications.size());
        for (int i = 0; i < pairs; i++) {
            assertEquals(
                    badge(pairs - i).sender().toString(),
                    notifications.getJsonObject(i).getString("sender_id"));
            assertEquals(pairs - i, notifications.getJsonObject(i).getInt("revision"));
        }
        assertEquals(line.length(), whole.length);
        assertFalse(line.parts().hasNext());
        assertThrows(NoSuchElementException.class, line.parts()::next);
    }

    @Test
    void anIdThatIsLongerThanAPartIsInTheFirst() {
        LongLine line = line("x".repeat(10_000), 3);

        assertTrue(new String(line.whole(), UTF_8).contains("x\",\"data\":{\"revision\":3,\"notifications\":[{"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 99, 100, 999_999_999_999L, 1_000_000_000_000L, Long.MAX_VALUE})
    void itsLengthIsKnownWhateverTheNumbers(long number) {
        Badge badge = new Badge(new UserId(number), number, number);
        LongLine line = TauriLine.inParts(
                "\u00e4\ud83d\ude00", new TauriMessage.Notifications(new PendingBadges(number, List.of(badge, badge))));

        int said = line.length();

        assertEquals(said, line.whole().length);
    }

    @Test
    void anAnswerWithVeryManyPairsTakesTheRoomOfOneOfItsParts() {
        LongLine line = line("p", VERY_MANY);
        assertTrue(line.length() > 5_000_000, () -> line.length() + " bytes");

        while (line.parts().hasNext()) {
            assertTrue(Allocations.of(line.parts()::next) < FEW_BYTES);
        }
    }

    private static LongLine line(String id, int pairs) {
        List<Badge> badges = LongStream.rangeClosed(1, pairs)
                .map(i -> pairs + 1 - i)
                .mapToObj(PendingPartsTest::badge)
                .toList();
        return TauriLine.inParts(id, new TauriMessage.Notifications(new PendingBadges(pairs, badges)));
    }

    private static Badge badge(long revision) {
        return new Badge(new UserId(2_000_000 + revision), 1 + revision % 3, revision);
    }
}
