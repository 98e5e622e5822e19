package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.OldMessages;
import org.junit.jupiter.api.Test;

/** A takeover as a node of the version before tells it. */
class OldTakeoverTest {
    @Test
    void aTakeoverIsReadAndWrittenTheSameWay() throws Exception {
        Takeover takeover = new Takeover(new UserId(42), new DeviceId("0123456789abcdef0123456789abcdef"), 3);
        assertEquals(takeover, Takeover.read(OldMessages.of("TAKEOVER")));
        assertArrayEquals(OldMessages.of("TAKEOVER"), takeover.bytes());
    }
}
