package net.tensamin.omega.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what is to happen. No test asserts a speed by it: it is long enough for the busiest machine, and reached by
 * what never happens only. JUnit makes one, which has Awaitility wait as long.
 */
public final class Patience implements LauncherSessionListener {
    public static final Duration BOUND = Duration.ofSeconds(60);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(BOUND);
    }
}
