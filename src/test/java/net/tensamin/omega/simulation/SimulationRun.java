package net.tensamin.omega.simulation;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Histories one after another, and what they met. */
final class SimulationRun {
    /** One that nobody has is made anew, with another level. */
    private static final Logger SERVER = Logger.getLogger("net.tensamin.omega");

    private final Coverage met = new Coverage();
    private final List<Long> failed = new ArrayList<>();
    private long histories;
    private long steps;

    /** What the server logs of faults that are made on purpose is of no interest. Gives back the level that there was, which may be null. */
    static Level silence(Level level) {
        Level before = SERVER.getLevel();
        SERVER.setLevel(level);
        return before;
    }

    /** @return what happened in it */
    Journal run(long seed) {
        History history = new History(seed);
        history.run();
        histories++;
        steps += history.journal().steps();
        met.add(history.met());
        if (history.journal().hasFailed()) {
            failed.add(seed);
        }
        return history.journal();
    }

    void add(SimulationRun other) {
        met.add(other.met);
        failed.addAll(other.failed);
        histories += other.histories;
        steps += other.steps;
    }

    long histories() {
        return histories;
    }

    /** Histories in each second of the processors' time that this process has taken so far, with all that it did besides. */
    double speed() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return histories * 1e9 / system.getProcessCpuTime();
    }

    long steps() {
        return steps;
    }

    List<Long> failed() {
        return failed;
    }

    Coverage met() {
        return met;
    }
}
