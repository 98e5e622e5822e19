package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
    private final List<String> happened = new ArrayList<>();
    private final Meanwhile meanwhile = new Meanwhile(() -> happened.add("read"));

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
        assertTrue(meanwhile.keep(bytes("GET /"), () -> () -> happened.add("go on")));
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
        assertTrue(meanwhile.keep(bytes("GET /"), () -> {
            happened.add("stop");
            return () -> happened.add("go on");
        }));
        assertFalse(meanwhile.keep(bytes("x"), () -> {
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

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString();
    }
}
