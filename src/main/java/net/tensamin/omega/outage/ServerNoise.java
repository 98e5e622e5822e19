package net.tensamin.omega.outage;

import java.util.List;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps out of the log what everybody says about an outage of the database, with stacks and for each call, because
 * {@link OutageLog} says it once; and what the server says about a statement that the database did not finish in time,
 * because its caller acts on that. Anything else passes.
 */
public final class ServerNoise implements Filter {
    private static final List<String> SERVER = List.of(
            "jakarta.enterprise.",
            "javax.enterprise.",
            "com.sun.enterprise.",
            "org.glassfish.",
            "fish.payara.",
            "org.eclipse.persistence");

    /** These give their reasons as text, or in exceptions that have lost their cause. */
    private static final List<String> TRANSACTIONS = List.of(
            "jakarta.enterprise.resource.",
            "javax.enterprise.resource.",
            "jakarta.enterprise.ejb.container",
            "javax.enterprise.ejb.container");

    private final Optional<Filter> before;
    private final OutageLog outage;

    ServerNoise(Optional<Filter> before, OutageLog outage) {
        this.before = before;
        this.outage = outage;
    }

    /** From now on, in the whole process: to be called where that is ours. */
    public static void keepOut() {
        Condition.behind(new IllegalStateException()); // is loaded now, and not when there is a reason to log
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(new ServerNoise(Optional.ofNullable(handler.getFilter()), OutageLog.DATABASE));
        }
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        return before.map(filter -> filter.isLoggable(line)).orElse(true) && !isSurelyNoise(line);
    }

    /** The handlers outlive the application: once its classes are gone, nothing is noise. */
    private boolean isSurelyNoise(LogRecord line) {
        try {
            return isNoise(line);
        } catch (LinkageError gone) {
            return false;
        }
    }

    private boolean isNoise(LogRecord line) {
        String logger = String.valueOf(line.getLoggerName());
        Throwable thrown = line.getThrown();
        if (thrown != null && Condition.behind(thrown).isPresent()) {
            return outage.isUnderWay()
                    || Condition.behind(thrown).filter(Condition::isOutage).isPresent()
                    || isOf(SERVER, logger);
        }
        return outage.isUnderWay() && isOf(TRANSACTIONS, logger) && (thrown == null || isOfTransaction(thrown));
    }

    private static boolean isOf(List<String> loggers, String logger) {
        return loggers.stream().anyMatch(logger::startsWith);
    }

    private static boolean isOfTransaction(Throwable thrown) {
        return Condition.causes(thrown)
                .map(cause -> cause.getClass().getName())
                .anyMatch(name -> name.startsWith("javax.transaction.")
                        || name.startsWith("jakarta.transaction.")
                        || name.startsWith("jakarta.resource."));
    }
}
