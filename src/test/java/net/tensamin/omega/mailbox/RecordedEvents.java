package net.tensamin.omega.mailbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.tensamin.omega.account.FiredEvents;

/** Keeps what is fired. */
public class RecordedEvents<T> extends FiredEvents<T> {
    private final List<T> fired;

    public RecordedEvents() {
        this(new CopyOnWriteArrayList<>());
    }

    private RecordedEvents(List<T> fired) {
        super(fired::add);
        this.fired = fired;
    }

    public List<T> fired() {
        return List.copyOf(fired);
    }
}
