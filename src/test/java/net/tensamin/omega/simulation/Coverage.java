package net.tensamin.omega.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What happened how often, and in which state of the system. */
final class Coverage {
    private final Map<Action.Kind, Long> met = new EnumMap<>(Action.Kind.class);
    private final Map<Condition, Map<Action.Kind, Long>> metIn = new EnumMap<>(Condition.class);

    Coverage() {
        for (Condition each : Condition.values()) {
            metIn.put(each, new EnumMap<>(Action.Kind.class));
        }
    }

    void met(Action.Kind kind, Set<Condition> conditions) {
        met.merge(kind, 1L, Long::sum);
        conditions.forEach(each -> metIn.get(each).merge(kind, 1L, Long::sum));
    }

    void add(Coverage other) {
        other.met.forEach((kind, times) -> met.merge(kind, times, Long::sum));
        other.metIn.forEach((condition, kinds) ->
                kinds.forEach((kind, times) -> metIn.get(condition).merge(kind, times, Long::sum)));
    }

    /** What can happen and never did. */
    Set<Action.Kind> neverMet() {
        Set<Action.Kind> never = EnumSet.allOf(Action.Kind.class);
        never.removeAll(met.keySet());
        return never;
    }

    /** Faults that never came in a state, each with it. */
    Set<String> neverMetIn() {
        Set<String> never = new TreeSet<>();
        metIn.forEach((condition, kinds) -> EnumSet.allOf(Action.Kind.class).stream()
                .filter(kind -> kind.isFault() && !kinds.containsKey(kind))
                .forEach(kind -> never.add(kind + " in " + condition)));
        return never;
    }

    /** A line for each state, with how often each fault came in it. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("all: ").append(met);
        metIn.forEach((condition, kinds) -> {
            Map<Action.Kind, Long> faults = new EnumMap<>(kinds);
            faults.keySet().removeIf(kind -> !kind.isFault());
            table.append('\n').append(condition).append(": ").append(faults);
        });
        return table.toString();
    }
}
