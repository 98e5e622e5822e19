package tech.kwik.core.cid;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tech.kwik.core.log.NullLogger;

class SourceConnectionIdRegistryTest {
    private final SourceConnectionIdRegistry registry = new SourceConnectionIdRegistry(8, new NullLogger());

    @Test
    void everyIdThatWasGivenIsActiveUntilItIsRetired() {
        byte[] first = registry.currentConnectionId;
        byte[] second = registry.generateNew().getConnectionId();
        assertTrue(registry.isActive(first));
        assertTrue(registry.isActive(second), "also one that was not used yet");
        assertTrue(registry.isActive(second.clone()));
        registry.registerUsedConnectionId(second);
        registry.retireConnectionId(0);
        assertFalse(registry.isActive(first));
        assertTrue(registry.isActive(second));
    }

    @Test
    void idOfSomebodyElseIsNot() {
        assertFalse(registry.isActive(new byte[8]));
        assertFalse(registry.isActive(new byte[0]));
    }
}
