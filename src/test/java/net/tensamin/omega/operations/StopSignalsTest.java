package net.tensamin.omega.operations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With signals that end no process. */
class StopSignalsTest {
    private static final String WINDOW_SIZE = "WINCH";
    private static final String URGENT = "URG";

    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final StopSignals signals = new StopSignals(List.of(WINDOW_SIZE, URGENT), () -> effects.add("work"));
    private Object before;

    @BeforeEach
    void makeTheFormerEffectKnown() throws ReflectiveOperationException {
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        before = handle(
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {handlers}, (us, method, in) -> {
                    return method.getName().equals("handle")
                            ? effects.add("former effect")
                            : method.invoke(effects, in);
                }));
    }

    @AfterEach
    void restore() throws ReflectiveOperationException {
        signals.restore();
        handle(before);
    }

    @Test
    void workIsDoneBeforeTheFormerEffect() throws Exception {
        signals.intercept();

        raise();

        awaitEffects("work", "former effect");
        assertFalse(signals.restore(), "nothing is intercepted any more");
    }

    @Test
    void aSecondSignalDoesNotWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        StopSignals slow = new StopSignals(List.of(WINDOW_SIZE), () -> {
            effects.add("work begins");
            awaitGate(gate);
        });
        slow.intercept();

        raise();
        awaitEffects("work begins");
        raise();

        awaitEffects("work begins", "former effect");
        gate.countDown();
        awaitEffects("work begins", "former effect", "former effect");
    }

    @Test
    void workThatFailsDoesNotKeepTheFormerEffectAway() throws Exception {
        StopSignals failing = new StopSignals(List.of(WINDOW_SIZE), () -> effects.remove(1));
        failing.intercept();

        raise();

        await().dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(30))
                .until(() -> effects.equals(List.of("former effect")));
    }

    @Test
    void whatIsRestoredIsNotIntercepted() throws Exception {
        signals.intercept();
        assertTrue(signals.restore());

        raise();

        awaitEffects("former effect");
    }

    @Test
    void signalThatCannotBeInterceptedKeepsNothingFromStarting() {
        StopSignals impossible = new StopSignals(List.of("KILL"), () -> effects.add("work"));

        impossible.intercept();

        assertFalse(impossible.restore());
    }

    private void awaitEffects(String... expected) {
        await().atMost(Duration.ofSeconds(30)).until(() -> effects.equals(List.of(expected)));
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        return signals().getMethod("handle", signals(), handlers).invoke(null, windowSize(), handler);
    }

    private static void raise() throws ReflectiveOperationException {
        signals().getMethod("raise", signals()).invoke(null, windowSize());
    }

    private static Object windowSize() throws ReflectiveOperationException {
        return signals().getConstructor(String.class).newInstance(WINDOW_SIZE);
    }

    private static Class<?> signals() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }
}
