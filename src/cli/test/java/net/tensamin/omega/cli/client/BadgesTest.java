package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadgesTest {

    @Test
    void areTheSameAfterBeingWrittenAndRead() {
        Badges badges = Badges.NONE
                .pushed(9)
                .counted(Map.of(7L, 3L, 8L, 2L), Set.of(9L))
                .readHere(8);
        assertEquals(
                "{\"badges\":[{\"sender_id\":\"7\",\"amount\":3},{\"sender_id\":\"9\"}],"
                        + "\"reads\":[{\"sender_id\":\"8\",\"amount\":2}]}",
                badges.json().toString());
        assertEquals(badges, Badges.of(badges.json()));
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
                "{\"badges\":[{\"sender_id\":\"7\",\"amount\":1.5}],\"reads\":[]}"
            })
    void whatIsNoneIsRefused(String text) {
        JsonObject json = Json.createReader(new StringReader(text)).readObject();
        assertThrows(JsonException.class, () -> Badges.of(json));
    }

    @Test
    void aReadOfWhatWasNotCountedIsOfOneAtLeast() {
        assertEquals("read 7:1", ClientFixture.text(Badges.NONE.pushed(7).readHere(7)));
        assertEquals("read 7:0", ClientFixture.text(Badges.NONE.readHere(7)));
    }

    @Test
    void takingAMessageTwiceIsTakingItOnce() {
        Badges once = Badges.NONE.pushed(7);
        assertEquals(once, once.pushed(7));
        assertEquals(Badges.NONE, once.cleared(7).cleared(7));
    }
}
