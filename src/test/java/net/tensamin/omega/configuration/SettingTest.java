package net.tensamin.omega.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
    private static final Setting<Integer> NUMBER =
            Setting.number("omega.test.some-number", 5, "").between(1, 10);
    private static final Setting<Duration> TIME =
            Setting.duration("omega.test.time", Duration.ofSeconds(1), "").between(Duration.ZERO, Duration.ofHours(1));
    private static final Setting<Boolean> FLAG = Setting.flag("omega.test.flag", true, "");
    private static final Setting<List<String>> WORDS = Setting.words("omega.test.words", "one", "");
    private static final Setting<Optional<String>> OPTIONAL = Setting.optional("omega.test.optional", "none", "");

    @Test
    void keyThatIsNotSetHasItsDefault() {
        TestConfig nothing = new TestConfig(Map.of("omega.test.some-number", ""));
        assertEquals(5, NUMBER.in(nothing));
        assertEquals(Duration.ofSeconds(1), TIME.in(nothing));
        assertEquals(true, FLAG.in(nothing));
        assertEquals(List.of("one"), WORDS.in(nothing));
        assertEquals(Optional.empty(), OPTIONAL.in(nothing));
    }

    @Test
    void keyThatIsSetHasThatValueUpToItsBounds() {
        TestConfig config = new TestConfig(Map.of(
                "omega.test.some-number", " 10 ",
                "omega.test.time", "PT0S",
                "omega.test.flag", "false",
                "omega.test.words", "one, two",
                "omega.test.optional", " a password "));
        assertEquals(10, NUMBER.in(config));
        assertEquals(Duration.ZERO, TIME.in(config));
        assertEquals(false, FLAG.in(config));
        assertEquals(List.of("one", "two"), WORDS.in(config));
        assertEquals(Optional.of(" a password "), OPTIONAL.in(config));
    }

    @ParameterizedTest
    @CsvSource({"0", "11", "many", "1.5", "99999999999"})
    void badNumberIsRefusedWithKeyVariableAndBounds(String value) {
        assertEquals(
                "omega.test.some-number (OMEGA_TEST_SOME_NUMBER) must be a whole number from 1 to 10, not " + value,
                refusal(NUMBER, value));
    }

    @ParameterizedTest
    @CsvSource({"PT-0.1S", "PT1H0.1S", "15", "soon", "PT99999999999999999999S"})
    void badDurationIsRefused(String value) {
        assertEquals(
                "omega.test.time (OMEGA_TEST_TIME) must be a duration from PT0S to PT1H, not " + value,
                refusal(TIME, value));
    }

    @ParameterizedTest
    @CsvSource({"yes", "TRUE", "1", "flase"})
    void flagIsTrueOrFalseAndNotATypingError(String value) {
        assertEquals("omega.test.flag (OMEGA_TEST_FLAG) must be true or false, not " + value, refusal(FLAG, value));
    }

    @Test
    void emptyWordIsRefused() {
        assertEquals(
                "omega.test.words (OMEGA_TEST_WORDS) must be words separated by commas, not one,,two",
                refusal(WORDS, "one,,two"));
    }

    private static String refusal(Setting<?> setting, String value) {
        TestConfig config = TestConfig.of(setting.name(), value);
        return assertThrows(IllegalArgumentException.class, () -> setting.in(config))
                .getMessage();
    }
}
