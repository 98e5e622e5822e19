package net.tensamin.omega.operations;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The last warnings and errors that Omega logged on this server, for operators who look at the page and not at the log. */
@ApplicationScoped
class RecentWarnings {
    static final int MOST = 50;

    /** Held, as a logger that nobody holds is forgotten with its handlers. */
    private final Logger omega = Logger.getLogger("net.tensamin.omega");

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Handler listener = new Listener();

    /**
     * One line of the log, without what follows it.
     *
     * @param level as the log calls it
     * @param source the class that says it, without its package
     */
    record Line(Instant at, String level, String source, String text) {}

    @PostConstruct
    void listen() {
        listener.setLevel(Level.WARNING);
        omega.addHandler(listener);
    }

    @PreDestroy
    void stop() {
        omega.removeHandler(listener);
    }

    /** The newest first. */
    List<Line> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private final class Listener extends Handler {
        private final SimpleFormatter words = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            if (!isLoggable(line)) {
                return;
            }
            String text = words.formatMessage(line).lines().findFirst().orElse("");
            String why = line.getThrown() == null ? "" : ": " + line.getThrown();
            String source = String.valueOf(line.getLoggerName());
            synchronized (lines) {
                lines.addFirst(new Line(
                        line.getInstant(),
                        line.getLevel().getName(),
                        source.substring(source.lastIndexOf('.') + 1),
                        text + why));
                if (lines.size() > MOST) {
                    lines.removeLast();
                }
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
