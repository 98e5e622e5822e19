package net.tensamin.omega.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Histories one after another, and what they met. */
final class SimulationRun {
    private final Map<Action.Kind, Long> met = new EnumMap<>(Action.Kind.class);
    private final List<Long> failed = new ArrayList<>();
    private long histories;
    private long steps;

    /** What the server logs of faults that are made on purpose is of no interest. Gives back the level that there was, which may be null. */
    static Level silence(Level level) {
        Logger server = Logger.getLogger("net.tensamin.omega");
        Level before = server.getLevel();
        server.setLevel(level);
        return before;
    }

    /** @return what happened in it */
    Journal run(long seed) {
        History history = new History(seed);
        history.run();
        histories++;
        steps += history.journal().steps();
        history.met().forEach((kind, times) -> met.merge(kind, (long) times, Long::sum));
        if (history.journal().hasFailed()) {
            failed.add(seed);
        }
        return history.journal();
    }

    long histories() {
        return histories;
    }

    long steps() {
        return steps;
    }

    List<Long> failed() {
        return failed;
    }

    /** What can happen and never did. */
    Set<Action.Kind> neverMet() {
        Set<Action.Kind> never = EnumSet.allOf(Action.Kind.class);
        never.removeAll(met.keySet());
        return never;
    }

    Map<Action.Kind, Long> met() {
        return met;
    }
}
