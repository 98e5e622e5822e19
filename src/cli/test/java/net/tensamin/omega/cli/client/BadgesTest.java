package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Map;
import java.util.OptionalLong;
import net.tensamin.omega.cli.client.Badges.Pending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadgesTest {

    @Test
    void areTheSameAfterBeingWrittenAndRead() {
        Badges badges = Badges.NONE
                .taken(9, new Pending(1, 4))
                .taken(7, new Pending(3, 5))
                .taken(8, new Pending(2, 6))
                .readHere(8);
        assertEquals(
                "{\"revision\":6,\"badges\":[{\"sender_id\":\"7\",\"amount\":3,\"revision\":5},"
                        + "{\"sender_id\":\"8\",\"amount\":2,\"revision\":6},"
                        + "{\"sender_id\":\"9\",\"amount\":1,\"revision\":4}],"
                        + "\"reads\":[{\"sender_id\":\"8\",\"revision\":6}]}",
                badges.json().toString());
        assertEquals(badges, Badges.of(badges.json()));
        assertEquals("7:3 9:1 read 8", ClientFixture.text(badges));
    }

    @Test
    void aFileOfBeforeThereWereRevisionsIsRead() {
        Badges badges = Badges.of(json("{\"badges\":[{\"sender_id\":\"7\",\"amount\":3},{\"sender_id\":\"9\"}],"
                + "\"reads\":[{\"sender_id\":\"8\",\"amount\":1}]}"));
        assertEquals(0, badges.revision());
        assertEquals("7:3 9:1 read 8", ClientFixture.text(badges));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"badges\":[]}",
                "{\"badges\":{},\"reads\":[]}",
                "{\"badges\":[7],\"reads\":[]}",
                "{\"badges\":[{}],\"reads\":[]}",
                "{\"badges\":[{\"sender_id\":\"bob\"}],\"reads\":[]}",
                "{\"badges\":[{\"sender_id\":\"7\",\"amount\":-1}],\"reads\":[]}",
                "{\"badges\":[{\"sender_id\":\"7\",\"amount\":1.5}],\"reads\":[]}"
            })
    void whatIsNoneIsRefused(String text) {
        assertThrows(JsonException.class, () -> Badges.of(json(text)));
    }

    @Test
    void anAnswerReplacesWhatIsAsOldAndNothingNewer() {
        Badges badges = Badges.NONE
                .taken(7, new Pending(3, 1))
                .taken(8, new Pending(1, 2))
                .taken(9, new Pending(1, 4))
                .taken(7, new Pending(0, 5));
        Badges replaced = badges.replaced(
                new Snapshot(OptionalLong.of(3), Map.of(7L, new Pending(3, 1), 10L, new Pending(2, 3))));
        assertEquals("9:1 10:2", ClientFixture.text(replaced));
        assertEquals(5, replaced.revision());
    }

    @Test
    void anAnswerWithoutRevisionReplacesAll() {
        Badges badges = Badges.NONE.taken(7, new Pending(3, 1)).taken(8, new Pending(1, 2));
        Snapshot answer = new Snapshot(OptionalLong.empty(), Map.of(9L, new Pending(2, 0)));
        assertEquals("9:2", ClientFixture.text(badges.replaced(answer)));
    }

    @Test
    void whatIsReadHereShowsNothingWhateverComesUntilOmegaKnows() {
        Badges read = Badges.NONE.taken(7, new Pending(3, 1)).readHere(7);
        assertEquals("read 7", ClientFixture.text(read.taken(7, new Pending(4, 2))));
        assertEquals("", ClientFixture.text(read.acknowledged(7)));
        assertEquals("7:4", ClientFixture.text(read.taken(7, new Pending(4, 2)).acknowledged(7)));
        assertEquals("", ClientFixture.text(read.taken(7, new Pending(0, 2))));
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
