package net.tensamin.omega.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.simulation.store.Database;
import net.tensamin.omega.simulation.store.Transaction;

/** The database's server, well or sick. */
final class DatabaseServer {
    private static final long LEAST_LATENCY = 20_000;
    private static final long USUAL_LATENCY = 600_000;

    private final World world;
    private final World.Actor actor = new World.Actor("database");
    private final Database database = new Database();
    private final Set<Transaction> forgotten = new HashSet<>();
    private boolean down;
    private Optional<String> refusal = Optional.empty();
    private Duration slowness = Duration.ZERO;
    private int lostAnswersPercent;
    private int brokenPercent;
    private Optional<World.Actor> writer = Optional.empty();

    DatabaseServer(World world) {
        this.world = world;
    }

    Database database() {
        return database;
    }

    World.Actor actor() {
        return actor;
    }

    boolean isDown() {
        return down;
    }

    /** Its process has ended, and with it what was open. */
    void crash() {
        down = true;
        database.crash();
    }

    void start() {
        down = false;
    }

    /** @param sqlState what a commit that writes is refused with, as by one that is read-only or full */
    void refuse(Optional<String> sqlState) {
        refusal = sqlState;
    }

    Optional<String> refusal() {
        return refusal;
    }

    /** Statements take so long at most, more than usual. */
    void slow(Duration most) {
        slowness = most;
    }

    boolean isSlow() {
        return !slowness.isZero();
    }

    boolean losesAnswers() {
        return lostAnswersPercent > 0;
    }

    void loseAnswers(int percent) {
        lostAnswersPercent = percent;
    }

    boolean losesAnswer(Dice dice) {
        return lostAnswersPercent > 0 && dice.percent(lostAnswersPercent);
    }

    /** So many of the statements find that their connection is broken. */
    void breakConnections(int percent) {
        brokenPercent = percent;
    }

    boolean isUnsteady() {
        return brokenPercent > 0;
    }

    boolean breaksConnection(Dice dice) {
        return brokenPercent > 0 && dice.percent(brokenPercent);
    }

    long latency(Dice dice) {
        long usual = dice.between(LEAST_LATENCY, USUAL_LATENCY);
        return slowness.isZero() ? usual : usual + dice.between(0, slowness.toNanos());
    }

    void commit(Transaction transaction, World.Actor node) {
        writer = Optional.of(node);
        transaction.commit();
        writer = Optional.empty();
    }

    /** Whose transaction is being committed; empty while none is. */
    Optional<World.Actor> writer() {
        return writer;
    }

    /** Its client is gone without a word. */
    void forget(Transaction transaction, long nanos) {
        forgotten.add(transaction);
        world.in(nanos, actor, () -> {
            transaction.rollback();
            forgotten.remove(transaction);
        });
    }

    boolean isForgotten(Transaction transaction) {
        return forgotten.contains(transaction);
    }

    void recover() {
        down = false;
        refusal = Optional.empty();
        slowness = Duration.ZERO;
        lostAnswersPercent = 0;
        brokenPercent = 0;
    }
}
