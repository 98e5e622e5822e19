package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.client.Platform;
import net.tensamin.omega.cli.client.TauriClient;

/** The thread of a {@link TauriClient}: it hands on what happened, one after another, and does what the client wants done. */
final class ClientLoop implements Platform {
    /** What may wait to be handed on; a connection that has more to say is not read, and QUIC slows the server. */
    private static final int WAITING = 1000;

    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final BlockingQueue<Consumer<TauriClient>> inbox = new LinkedBlockingQueue<>(WAITING);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Dialer dialer;
    private final Consumer<Badges> disk;
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private volatile boolean leaving;
    private volatile boolean over;

    /** @param disk returns when the badges are on disk, or fails with a {@link Failure} */
    ClientLoop(Dialer dialer, Consumer<Badges> disk) {
        this.dialer = dialer;
        this.disk = disk;
    }

    /** Runs the client to its end, and gives why it ended. */
    Ending run(TauriClient client) {
        try {
            while (ending.isEmpty()) {
                next(client.tick() - System.nanoTime(), client).accept(client);
                if (leaving) {
                    client.leave();
                }
            }
            return ending.get();
        } finally {
            over = true;
            inbox.clear();
            attempt.ifPresent(Attempt::abandon);
            done.countDown();
        }
    }

    /** Before it waits, what is unsaved is saved. */
    private Consumer<TauriClient> next(long nanos, TauriClient client) {
        Consumer<TauriClient> next = inbox.poll();
        if (next != null) {
            return next;
        }
        client.settled();
        try {
            next = inbox.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            leaving = true;
        }
        return next == null ? nothing -> {} : next;
    }

    /** Tells the client something, from any thread but its own; waits while much is to be told. */
    void post(Consumer<TauriClient> happened) {
        try {
            if (!over) {
                inbox.put(happened);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the client leave after what it does now; from any thread, without waiting. */
    void leave() {
        leaving = true;
        // If that does not fit, there is no need to wake anybody.
        inbox.offer(nothing -> {});
    }

    /** The same, and waits until it has left, within reason. */
    void farewell() {
        leave();
        try {
            if (!done.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                System.getLogger(ClientLoop.class.getName()).log(System.Logger.Level.DEBUG, "left without farewell");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void connect(int connection) {
        attempt = Optional.of(Attempt.begin(dialer, connection, this));
    }

    @Override
    public void send(int connection, JsonObject message) {
        attempt.ifPresent(open -> open.send(message));
    }

    @Override
    public void disconnect(int connection) {
        attempt.ifPresent(Attempt::abandon);
        attempt = Optional.empty();
    }

    @Override
    public Optional<String> save(Badges badges) {
        try {
            disk.accept(badges);
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(e.getMessage() + ".");
        }
    }

    @Override
    public void end(Ending why) {
        ending = Optional.of(why);
    }
}
