package net.tensamin.omega.operations.live;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import net.tensamin.omega.device.DeviceId;

/**
 * Server-sent events (HTML §9.2) to one viewer. On the thread of its request, and not asynchronous: a browser
 * that does not read holds up whoever writes.
 *
 * @param names of devices, as far as they are known
 * @param mayLook whether the viewer still may
 */
record EventStream(
        Audience audience, SessionQuery query, Function<DeviceId, Optional<String>> names, BooleanSupplier mayLook)
        implements StreamingOutput {
    private static final Logger LOG = System.getLogger(EventStream.class.getName());

    /** Then the browser comes again, and has to show its certificate again: a server may cut off a request after 15 minutes. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** What keeps a stream without readings from looking dead, and finds viewers that have gone. */
    private static final String NOTHING = ":\n\n";

    @Override
    public void write(OutputStream browser) throws InterruptedIOException {
        if (!audience.enter()) {
            return;
        }
        try {
            write(browser, System.nanoTime() + LONGEST.toNanos());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A viewer is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            audience.leave();
        }
    }

    private void write(OutputStream browser, long deadlineNanos) throws IOException, InterruptedException {
        long number = 0;
        long doubts = audience.doubts();
        while (!audience.isStopped() && mayLook.getAsBoolean() && System.nanoTime() - deadlineNanos < 0) {
            Optional<Audience.Shown> shown = audience.after(number, doubts);
            long now = audience.doubts();
            if (now != doubts) { // nothing more before it is asked again
                doubts = now;
                continue;
            }
            String events = shown.map(this::events).orElse(NOTHING);
            browser.write(events.getBytes(StandardCharsets.UTF_8));
            browser.flush();
            number = shown.map(Audience.Shown::number).orElse(number);
        }
    }

    private String events(Audience.Shown shown) {
        return event("reading", shown.shared())
                + event("sessions", ReadingJson.sessions(shown.reading(), query, names));
    }

    /** @param json in one line */
    static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }
}
