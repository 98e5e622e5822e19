package net.tensamin.omega.simulation.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.tensamin.omega.simulation.Dice;
import net.tensamin.omega.simulation.store.Table.Key;

/** What a client may ask for next: what there is, by the model, and what chance picks of it. Ids are few, so that clients meet. */
final class View {
    static final int USERS = 3;

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> DEVICES = List.of("a", "b");
    private static final List<String> BATCHERS = List.of("x", "y");

    private final Dice dice;
    private final ModelStore.ModelClient client;
    private final Supplier<Long> revisions;

    /** @param revisions each greater than the one before */
    View(Dice dice, ModelStore.ModelClient client, Supplier<Long> revisions) {
        this.dice = dice;
        this.client = client;
        this.revisions = revisions;
    }

    /** Mostly of one that is there. */
    long user() {
        return 1 + dice.below(USERS + (oneIn(10) ? 1 : 0));
    }

    long iota() {
        return 101 + dice.below(3);
    }

    /** Some users, in no order, each once. */
    Long[] users() {
        List<Long> some = new ArrayList<>();
        for (int count = 1 + dice.below(3); count > 0; count--) {
            some.add(user());
        }
        return some.stream().distinct().toArray(Long[]::new);
    }

    String device() {
        return DEVICES.get(dice.below(DEVICES.size()));
    }

    String batcher() {
        return BATCHERS.get(dice.below(BATCHERS.size()));
    }

    /** A moment, of few. */
    Instant time() {
        return BEGINNING.plusSeconds(dice.below(10));
    }

    long small() {
        return dice.below(5);
    }

    long nextRevision() {
        return revisions.get();
    }

    boolean oneIn(int cases) {
        return dice.below(cases) == 0;
    }

    boolean owns(Key key) {
        return client.owns(key);
    }

    /** PostgreSQL waits for another transaction that makes, changes or removes the row; H2 tries again and again, without a pause. */
    boolean mayInsert(Key key) {
        return !client.isChangedElsewhere(key);
    }

    /** PostgreSQL looks for the account once more if a mailbox is written that was written in the same transaction. */
    boolean mayWriteMailboxOf(long user) {
        return !client.hasChanged(Table.MAILBOX.key(user)) || !client.isElsewhere(Table.USERS.key(user));
    }

    Optional<Row> find(Key key) {
        return client.transaction().find(key);
    }

    boolean exists(Key key) {
        return find(key).isPresent();
    }

    List<Row> rows(Table table) {
        return client.transaction().rows(table);
    }
}
