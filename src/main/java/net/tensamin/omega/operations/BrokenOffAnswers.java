package net.tensamin.omega.operations;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.http.ClientGone;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.TokenBucket;

/**
 * Clients that go while they are answered: Payara logs each with a stack trace of 17 KB, and anybody can be such a client as often as he likes. Here
 * that becomes one line a minute, however many there are. What a servlet throws does not get so far ({@code http.SecurityHeaders}).
 */
@Singleton
@Startup
public class BrokenOffAnswers {
    /** Which loggers of Payara's tell of it: of servlets, of JAX-RS, and of the network itself. */
    private static final List<String> TELLING = List.of(
            "jakarta.enterprise.web",
            "jakarta.enterprise.web.core",
            "org.glassfish.jersey.server.ServerRuntime$Responder",
            "org.glassfish.grizzly");

    /** Held, as a logger that nobody holds is forgotten with its filter. */
    private final List<Logger> loggers = TELLING.stream().map(Logger::getLogger).toList();

    private final List<Runnable> undo = new ArrayList<>();

    /** Those loggers, and whatever else comes to the log by its handlers. */
    @PostConstruct
    void listen() {
        Shortened shortened = new Shortened(System::nanoTime);
        loggers.forEach(logger -> filter(shortened, logger.getFilter(), logger::setFilter));
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            filter(shortened, handler.getFilter(), handler::setFilter);
        }
    }

    /** @param before null for none */
    private void filter(Filter shortened, Filter before, Consumer<Filter> set) {
        set.accept(line -> shortened.isLoggable(line) && (before == null || before.isLoggable(line)));
        undo.add(() -> set.accept(before));
    }

    @PreDestroy
    void stop() {
        undo.forEach(Runnable::run);
    }

    /** Thread-safe. */
    static final class Shortened implements Filter {
        private static final String OMEGA = "net.tensamin.omega";

        /** Of an exception that the network has thrown. */
        private static final Pattern TRACE = Pattern.compile("java\\.io\\.IOException: (?<end>[^\\n]*)\\n"
                + "(?:\\s+at (?:[\\w.@]+/)?(?:java|javax|jdk|sun)\\.[^\\n]*\\n)*+"
                + "\\s+at (?:[\\w.@]+/)?org\\.glassfish\\.grizzly\\.");

        private final AtomicLong count = new AtomicLong();
        private final TokenBucket lines;

        /** @param nanos a monotonic clock */
        Shortened(LongSupplier nanos) {
            lines = new TokenBucket(new Rate(1, Duration.ofMinutes(1)), nanos);
        }

        @Override
        public boolean isLoggable(LogRecord line) {
            Optional<String> end = brokenOff(line);
            if (end.isEmpty()) {
                return true;
            }
            long times = count.incrementAndGet();
            if (lines.take() > 0) {
                return false;
            }
            line.setThrown(null);
            line.setParameters(null);
            line.setResourceBundle(null);
            line.setMessage("A client left while it was being answered (" + end.get() + "), as " + times
                    + " have since the start: this is logged once a minute");
            return true;
        }

        private static Optional<String> brokenOff(LogRecord line) {
            if (String.valueOf(line.getLoggerName()).startsWith(OMEGA)) {
                return Optional.empty();
            }
            Throwable thrown = line.getThrown();
            if (thrown == null) {
                return written(String.valueOf(line.getMessage()));
            }
            Optional<String> gone = ClientGone.in(thrown).map(IOException::getMessage);
            return isOfTheServersPage(thrown) ? Optional.of("it got no error") : gone;
        }

        /** Payara's hosts write the stack into the message. */
        private static Optional<String> written(String message) {
            Matcher trace = TRACE.matcher(message);
            return trace.find() ? Optional.of(trace.group("end")) : Optional.empty();
        }

        /** Our error has not reached the client, so Payara would send its own, and may not. */
        private static boolean isOfTheServersPage(Throwable thrown) {
            return thrown instanceof IllegalStateException
                    && Arrays.stream(thrown.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("serveDefaultErrorPage"));
        }
    }
}
