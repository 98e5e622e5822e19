package net.tensamin.omega.cli;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Prints what happens, one line each: for people, or as JSON for programs. Thread-safe. */
public final class EventPrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintWriter out;
    private final boolean json;
    private final Clock clock;

    public EventPrinter(PrintWriter out, boolean json, Clock clock) {
        this.out = out;
        this.json = json;
        this.clock = clock;
    }

    /** A message of Omega's: its type and {@code words}; as JSON the message itself with the time it came. */
    public void event(Envelope message, String words) {
        if (!json) {
            line((message.type() + " " + words).stripTrailing());
            return;
        }
        JsonObjectBuilder event =
                Json.createObjectBuilder().add("time", clock.instant().toString());
        message.json().forEach(event::add);
        print(event.build().toString());
    }

    /** Something for the reader only; not printed as JSON. */
    public void note(String words) {
        if (!json) {
            line(words);
        }
    }

    private void line(String words) {
        print(LocalTime.now(clock).format(TIME) + " " + printable(words));
    }

    /** What the wire brought must not steer the terminal. */
    public static String printable(String words) {
        return words.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
