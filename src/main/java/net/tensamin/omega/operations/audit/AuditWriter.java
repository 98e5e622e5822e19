package net.tensamin.omega.operations.audit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import net.tensamin.omega.metrics.Counter;

/**
 * Takes entries to the database in the background, and keeps them while it is away: as many as a busy day of operators has.
 * What is more than that is in the file only. Thread-safe; nothing blocks but {@link #write}.
 */
final class AuditWriter {
    static final int MOST_WAITING = 2_000;
    private static final int MOST_AT_ONCE = 200;
    private static final Logger LOG = System.getLogger(AuditWriter.class.getName());

    private final Consumer<List<AuditEntry>> table;
    private final Executor executor;
    private final Counter lost;
    private final Deque<AuditEntry> waiting = new ArrayDeque<>();
    private boolean writing;
    private boolean failing;

    /**
     * @param table writes all or none, and may throw
     * @param lost counts what was too much
     */
    AuditWriter(Consumer<List<AuditEntry>> table, Executor executor, Counter lost) {
        this.table = table;
        this.executor = executor;
        this.lost = lost;
    }

    void add(AuditEntry entry) {
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                waiting.removeFirst();
                lost.increment();
            }
            waiting.addLast(entry);
        }
        start();
    }

    /** What is not in the database yet, the oldest first. */
    synchronized List<AuditEntry> waiting() {
        return List.copyOf(waiting);
    }

    /** Tries again, if there is something to try. */
    void start() {
        synchronized (this) {
            if (writing || waiting.isEmpty()) {
                return;
            }
            writing = true;
        }
        try {
            executor.execute(this::writeAll);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The application stops", e);
            ended();
        }
    }

    private void writeAll() {
        try {
            write();
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        writing = false;
    }

    /** Until all is written, or something cannot be. */
    void write() {
        for (List<AuditEntry> next = first(); !next.isEmpty(); next = first()) {
            try {
                table.accept(next);
            } catch (RuntimeException e) {
                failed(e);
                return;
            }
            written(next);
        }
    }

    private synchronized List<AuditEntry> first() {
        List<AuditEntry> first = new ArrayList<>();
        for (AuditEntry entry : waiting) {
            if (first.size() < MOST_AT_ONCE) {
                first.add(entry);
            }
        }
        return first;
    }

    private synchronized void written(List<AuditEntry> entries) {
        waiting.removeAll(entries);
        failing = false;
    }

    /** An outage is logged once. */
    private synchronized void failed(RuntimeException e) {
        LOG.log(
                failing ? Level.DEBUG : Level.WARNING,
                "What operators do cannot be written to the database; it is in the file, and tried again",
                e);
        failing = true;
    }
}
