package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import net.tensamin.omega.guard.Meanwhile.Early;
import net.tensamin.omega.guard.Watch.Phase;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
    private final List<String> happened = new ArrayList<>();
    private final Watch watch = watch();
    private final Meanwhile meanwhile = new Meanwhile(watch, () -> happened.add("read"));

    private static Watch watch() {
        Duration some = Duration.ofSeconds(10);
        Watch watch = new Watch(new Deadlines(some, some, some, some, some, some), () -> 0);
        watch.enter(Phase.SERVICE);
        return watch;
    }

    @Test
    void aClientThatWaitsIsReadFromOnceItsRequestHasLeftItsThread() {
        meanwhile.look();
        meanwhile.look();
        meanwhile.whenGone(() -> happened.add("gone"));
        meanwhile.look();
        meanwhile.look();
        assertEquals(List.of(), happened, "it is not known to wait");

        meanwhile.waits();
        meanwhile.look();
        assertEquals(List.of(), happened, "it may be on its thread");
        meanwhile.look();
        meanwhile.look();
        assertEquals(List.of("read"), happened);
    }

    @Test
    void nobodyIsReadFromWhomNobodyWantsToSeeGo() {
        meanwhile.waits();
        meanwhile.look();
        meanwhile.look();

        assertEquals(List.of(), happened);
    }

    /** Else what comes next would end its connection. */
    @Test
    void oneOfWhichSomethingIsKeptIsReadFromNoMore() {
        meanwhile.whenGone(() -> happened.add("gone"));
        meanwhile.waits();
        meanwhile.look();
        assertEquals(Early.KEPT, meanwhile.keep(bytes("GET /"), () -> () -> happened.add("go on")));
        meanwhile.look();
        meanwhile.look();
        assertEquals(List.of(), happened);

        meanwhile.answered().run();
        assertEquals(List.of("go on"), happened);
    }

    @Test
    void oneThatGoesIsToldOfOnce() {
        meanwhile.whenGone(() -> happened.add("gone"));
        meanwhile.waits();

        meanwhile.gone();
        meanwhile.gone();

        assertEquals(List.of("gone"), happened);
    }

    @Test
    void oneThatGoesWithItsAnswerIsNotToldOf() {
        meanwhile.whenGone(() -> happened.add("gone"));
        meanwhile.waits();
        meanwhile.answered().run();

        meanwhile.look();
        meanwhile.look();
        meanwhile.gone();

        assertEquals(List.of(), happened);
    }

    @Test
    void whatComesBeforeTheAnswerIsReadAfterItAndInOrder() {
        assertEquals(Early.KEPT, meanwhile.keep(bytes("GET /"), () -> {
            happened.add("stop");
            return () -> happened.add("go on");
        }));
        assertEquals(Early.TOO_MUCH, meanwhile.keep(bytes("x"), () -> {
            throw new AssertionError("it has stopped");
        }));
        assertEquals(List.of("stop"), happened);

        meanwhile.answered().run();

        assertEquals(List.of("stop", "go on"), happened);
        assertEquals("GET / HTTP/1.1", text(meanwhile.before(bytes(" HTTP/1.1"))));
        assertEquals("more", text(meanwhile.before(bytes("more"))));
    }

    @Test
    void oneThatGoesAfterItSentSomethingHoldsNothingUp() {
        meanwhile.keep(bytes("GET /"), () -> () -> happened.add("go on"));

        meanwhile.gone();

        assertEquals(List.of("go on"), happened);
    }

    @Test
    void whatComesAfterTheAnswerIsReadAtOnce() {
        meanwhile.answered().run();

        assertEquals(Early.TO_BE_READ, meanwhile.keep(bytes("GET /"), () -> {
            throw new AssertionError("nothing is being answered");
        }));
        assertEquals(Phase.IDLE, watch.phase());
    }

    /** A client that has its answer sends the next request before the server knows that the answer is complete: it is read, now or then. */
    @Test
    void whatComesWithTheEndOfTheAnswerIsNotForgotten() throws Exception {
        ExecutorService server = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 100_000; round++) {
                Meanwhile busy = new Meanwhile(watch(), () -> {});
                AtomicBoolean wentOn = new AtomicBoolean();
                AtomicBoolean begins = new AtomicBoolean();
                Future<?> answer = server.submit(() -> {
                    while (!begins.get()) {
                        Thread.onSpinWait();
                    }
                    busy.answered().run();
                });
                begins.set(true);
                Early early = busy.keep(bytes("GET /"), () -> () -> wentOn.set(true));
                answer.get();
                assertEquals(early == Early.KEPT, wentOn.get(), "in round " + round);
            }
        } finally {
            server.shutdownNow();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString();
    }
}
