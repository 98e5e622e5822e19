package net.tensamin.omega.simulation;

import java.util.ArrayList;
import java.util.List;

/** Leaves out of a history that fails whatever it fails without. */
final class Shrinking {
    private final long seed;
    private List<Action> actions;

    Shrinking(long seed) {
        this.seed = seed;
        this.actions = History.planned(seed);
    }

    /** Some of the history's actions; without any one of them it does not fail. */
    List<Action> fewest() {
        for (int part = Math.max(1, actions.size() / 2); part > 0; part /= 2) {
            int from = 0;
            while (from < actions.size()) {
                List<Action> fewer = without(from, part);
                if (fails(fewer)) {
                    actions = fewer;
                } else {
                    from += part;
                }
            }
        }
        return actions;
    }

    private List<Action> without(int from, int count) {
        List<Action> fewer = new ArrayList<>(actions.subList(0, from));
        fewer.addAll(actions.subList(Math.min(actions.size(), from + count), actions.size()));
        return fewer;
    }

    private boolean fails(List<Action> some) {
        History history = new History(seed, some);
        history.run();
        return history.journal().hasFailed();
    }
}
