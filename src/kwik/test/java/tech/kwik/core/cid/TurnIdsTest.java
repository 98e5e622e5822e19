package tech.kwik.core.cid;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tech.kwik.core.log.NullLogger;

class TurnIdsTest {
    private final SourceConnectionIdRegistry registry = new SourceConnectionIdRegistry(8, new NullLogger());

    @Test
    void everyIdThatWasGivenIsActiveUntilItIsRetired() {
        byte[] first = registry.currentConnectionId;
        byte[] second = registry.generateNew().getConnectionId();
        assertTrue(TurnIds.isActiveCid(registry, first));
        assertTrue(TurnIds.isActiveCid(registry, second), "also one that was not used yet");
        assertTrue(TurnIds.isActiveCid(registry, second.clone()));
        registry.registerUsedConnectionId(second);
        registry.retireConnectionId(0);
        assertFalse(TurnIds.isActiveCid(registry, first));
        assertTrue(TurnIds.isActiveCid(registry, second));
    }

    @Test
    void idOfSomebodyElseIsNot() {
        assertFalse(TurnIds.isActiveCid(registry, new byte[8]));
        assertFalse(TurnIds.isActiveCid(registry, new byte[0]));
    }
}
