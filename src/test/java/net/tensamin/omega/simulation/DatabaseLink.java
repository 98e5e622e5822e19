package net.tensamin.omega.simulation;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import net.tensamin.omega.simulation.store.Entities;
import net.tensamin.omega.simulation.store.Transaction;

/**
 * The way of one node to the database: each statement and each commit takes its time, in which others go on, and may meet a database that is away,
 * slow, read-only or full, or whose answer is lost.
 */
public final class DatabaseLink {
    private static final long LOCK_TIMEOUT = 3 * World.SECOND;
    private static final long STATEMENT_TIMEOUT = 6 * World.SECOND;
    private static final long SOCKET_TIMEOUT = 8 * World.SECOND;
    private static final long BETWEEN_LOOKS = 50 * World.MILLI;
    private static final Duration LONGEST_ZOMBIE = Duration.ofSeconds(12);

    private final World world;
    private final World.Actor node;
    private final DatabaseServer server;
    private final Dice dice;
    private final List<Object> monitors = new ArrayList<>();
    private boolean cut;
    private long lockRefused;

    DatabaseLink(World world, World.Actor node, DatabaseServer server, Dice dice) {
        this.world = world;
        this.node = node;
        this.server = server;
        this.dice = dice;
    }

    /** While one of these is held by whoever waits for a statement, nothing else of the node goes on: it could not have it. */
    public void monitor(Object lock) {
        monitors.add(lock);
    }

    /** Nothing comes through until it is mended. */
    void cut(boolean now) {
        cut = now;
    }

    /** When it last gave up waiting for a lock, which it does at once if the owner is further down the stack; 0 if it never did. */
    long lockRefused() {
        return lockRefused;
    }

    boolean isCut() {
        return cut;
    }

    /** What is to happen after a commit whose success is known. */
    public interface AfterSuccess extends Consumer<Runnable> {}

    public <T> T call(Function<EntityManager, T> work) {
        return call((entities, afterSuccess) -> work.apply(entities));
    }

    public void run(Consumer<EntityManager> work) {
        call(entities -> {
            work.accept(entities);
            return null;
        });
    }

    public interface Work<T> {
        T in(EntityManager entities, AfterSuccess afterSuccess);
    }

    /** One transaction, which commits unless the work throws. */
    public <T> T call(Work<T> work) {
        List<Runnable> afterwards = new ArrayList<>();
        Transaction transaction = server.database().begin(this::awaitEnd);
        boolean heard = true;
        try {
            EntityManager entities = Entities.of(transaction, this::statement);
            T result = work.in(entities, afterwards::add);
            entities.flush();
            commit(transaction);
            afterwards.forEach(Runnable::run);
            return result;
        } catch (World.Killed e) {
            heard = false;
            throw e;
        } catch (RuntimeException e) {
            heard = !cut;
            throw e;
        } finally {
            end(transaction, heard);
        }
    }

    /** A server that has not heard of the end keeps what is locked, until it notices. */
    private void end(Transaction transaction, boolean heard) {
        if (heard) {
            transaction.rollback();
        } else if (!transaction.hasEnded()) {
            server.forget(transaction, dice.between(0, LONGEST_ZOMBIE.toNanos()));
        }
    }

    private boolean holdsMonitor() {
        for (Object monitor : monitors) {
            if (Thread.holdsLock(monitor)) {
                return true;
            }
        }
        return false;
    }

    private void statement(String name) {
        long takes = server.latency(dice);
        await(Math.min(takes, STATEMENT_TIMEOUT));
        requireServer();
        if (takes > STATEMENT_TIMEOUT) {
            throw Transaction.failure("57014");
        }
    }

    /** It may be longer, where others wait on top of this on the stack: then it is too long for the driver. */
    private void await(long nanos) {
        long began = world.now();
        world.elapse(node, nanos, holdsMonitor());
        if (world.now() - began > SOCKET_TIMEOUT) {
            throw Transaction.failure("08006");
        }
    }

    private void requireServer() {
        if (cut || server.isDown() || server.breaksConnection(dice)) {
            throw Transaction.failure("08006");
        }
    }

    private void commit(Transaction transaction) {
        await(Math.min(server.latency(dice), STATEMENT_TIMEOUT));
        requireServer();
        if (transaction.isReadOnly()) {
            server.commit(transaction, node);
            return;
        }
        if (server.refusal().isPresent()) {
            throw Transaction.failure(server.refusal().get());
        }
        server.commit(transaction, node);
        await(Math.min(server.latency(dice), STATEMENT_TIMEOUT));
        if (cut || server.isDown() || server.losesAnswer(dice)) {
            world.journal().say("the answer of a commit of " + node + " is lost");
            throw Transaction.failure("08007");
        }
    }

    /** Only a transaction whose client is gone ends while somebody waits here: all others wait further up this stack, for this one. */
    private void awaitEnd(Transaction owner) {
        long waited = 0;
        while (!owner.hasEnded()) {
            if (!server.isForgotten(owner) || waited >= LOCK_TIMEOUT) {
                lockRefused = world.now();
                throw Transaction.failure("55P03");
            }
            world.elapse(node, BETWEEN_LOOKS, holdsMonitor());
            waited += BETWEEN_LOOKS;
        }
    }
}
