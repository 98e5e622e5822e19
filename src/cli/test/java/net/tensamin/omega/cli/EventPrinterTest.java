package net.tensamin.omega.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class EventPrinterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:01.5Z"), ZoneId.of("UTC"));
    private static final Envelope PUSH =
            Envelope.parse("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}");

    private final StringWriter out = new StringWriter();

    @Test
    void eventIsALineWithItsTimeAndType() {
        printer(false).event(PUSH, "from 7");
        assertEquals("12:00:01.500 push_notification from 7", printed());
    }

    @Test
    void eventWithoutWordsEndsWithItsType() {
        printer(false).event(PUSH, "");
        assertEquals("12:00:01.500 push_notification", printed());
    }

    @Test
    void eventAsJsonIsTheMessageWithItsTime() {
        printer(true).event(PUSH, "from 7");
        assertEquals(
                "{\"time\":\"2026-03-01T12:00:01.500Z\",\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}",
                printed());
    }

    @Test
    void notesAreForPeopleOnly() {
        printer(true).note("listening");
        assertEquals("", printed());
        printer(false).note("listening");
        assertEquals("12:00:01.500 listening", printed());
    }

    @Test
    void whatTheWireBroughtDoesNotSteerTheTerminal() {
        printer(false).event(PUSH, "from \u001b[2J\n7\u009b");
        assertEquals("12:00:01.500 push_notification from ?[2J?7?", printed());
    }

    private EventPrinter printer(boolean json) {
        return new EventPrinter(new PrintWriter(out), json, CLOCK);
    }

    private String printed() {
        return out.toString().stripTrailing();
    }
}
