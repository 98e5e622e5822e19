package net.tensamin.omega.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    private static final Rate TEN_A_SECOND = new Rate(10, Duration.ofSeconds(1));
    private static final Setting<Rate> SETTING = Rate.setting("omega.test.rate", TEN_A_SECOND, "");

    private long nanos = Long.MAX_VALUE - 5; // a monotonic clock may begin anywhere and overflow

    @Test
    void itIsWrittenAsAnAmountAndATime() {
        assertEquals(TEN_A_SECOND, SETTING.in(new TestConfig(Map.of())));
        assertEquals(new Rate(5, Duration.ofMinutes(1)), SETTING.in(TestConfig.of("omega.test.rate", "5 / PT1M")));
        assertEquals("`10/PT1S`", SETTING.shownPreset());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10", "0/PT1S", "-1/PT1S", "10/PT0S", "10/P2D", "ten/PT1S", "10/1s", "10/PT1S/2", "99999999/PT1S"
            })
    void anythingElseIsRefused(String value) {
        TestConfig config = TestConfig.of("omega.test.rate", value);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SETTING.in(config));
        assertEquals(
                "omega.test.rate (OMEGA_TEST_RATE) must be a rate such as 1000/PT10S, not " + value,
                refusal.getMessage());
    }

    @Test
    void amountIsThereAtOnceAndThenEvenly() {
        TokenBucket bucket = new TokenBucket(TEN_A_SECOND, () -> nanos);
        assertEquals(10, takeAll(bucket));
        assertEquals(Duration.ofMillis(100).toNanos(), bucket.take());
        nanos += Duration.ofMillis(99).toNanos();
        assertEquals(Duration.ofMillis(1).toNanos(), bucket.take());
        nanos += Duration.ofMillis(1).toNanos();
        assertEquals(1, takeAll(bucket));
        nanos += Duration.ofMillis(350).toNanos();
        assertEquals(3, takeAll(bucket));
        nanos += Duration.ofDays(1).toNanos();
        assertEquals(10, takeAll(bucket), "no more than the amount, however long it was not used");
    }

    @Test
    void aRefusedSourceDoesNotWaitLongerForHavingAsked() {
        TokenBucket bucket = new TokenBucket(TEN_A_SECOND, () -> nanos);
        takeAll(bucket);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(bucket.take() > 0);
        }
        assertEquals(Duration.ofMillis(100).toNanos(), bucket.take());
    }

    private static int takeAll(TokenBucket bucket) {
        int taken = 0;
        while (bucket.take() == 0) {
            taken++;
        }
        return taken;
    }
}
