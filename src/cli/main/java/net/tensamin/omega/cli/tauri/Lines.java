package net.tensamin.omega.cli.tauri;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/** The lines of a stream (SPEC §2): CR before LF and blank lines are ignored, the last may end with the stream. */
final class Lines {
    /** Far above what Omega sends; keeps whoever answers in its place from filling our memory. */
    static final int LONGEST = 1 << 20;

    private final InputStream in;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** Waits for the next line; empty at the end of the stream. */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                append(line, next);
                continue;
            }
            String text = text(line);
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            line.reset();
        }
        return Optional.of(text(line)).filter(text -> !text.isEmpty());
    }

    private static void append(ByteArrayOutputStream line, int next) {
        if (line.size() == LONGEST) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega sent a line longer than " + LONGEST + " bytes.");
        }
        line.write(next);
    }

    private static String text(ByteArrayOutputStream line) {
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
