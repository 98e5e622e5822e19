package net.tensamin.omega.configuration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;

/** A configuration of the version before starts this one: a key that is gone, or takes other values, would stop it. */
class OldKeysTest {
    @Test
    void eachKeyIsKnownAndTakesWhatItTook() throws Exception {
        Properties old = new Properties();
        try (InputStream file = OldKeysTest.class.getResourceAsStream("/upgrade/omega.properties")) {
            old.load(file);
        }
        assertTrue(old.size() > 40, () -> "only " + old);
        Map<String, String> values =
                old.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, old::getProperty));
        Keys keys = Keys.declared();
        keys.refuseUnknown(values.keySet());
        keys.readAll(new TestConfig(values));
        Contradictions.refuse(keys, new TestConfig(values));
    }
}
