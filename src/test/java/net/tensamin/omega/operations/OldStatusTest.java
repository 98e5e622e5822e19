package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.testing.OldMessages;
import org.junit.jupiter.api.Test;

/** What a node of the version before says of itself. */
class OldStatusTest {
    @Test
    void aStatusIsReadAndWrittenTheSameWay() throws Exception {
        NodeStatus status = new NodeStatus("a:9188", Duration.ofMinutes(1), "serving", 2, 1);
        assertEquals(Optional.of(status), NodeStatus.read(OldMessages.of("STATUS")));
        assertArrayEquals(OldMessages.of("STATUS"), status.bytes());
    }
}
