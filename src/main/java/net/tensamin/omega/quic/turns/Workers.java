package net.tensamin.omega.quic.turns;

import java.time.Clock;
import java.util.function.LongSupplier;

/** The threads that run the turns of connections, and what they have in common. Thread-safe. */
public interface Workers {
    /** Has a turn run soon, never two runs of one turn at once. */
    void work(Turn turn);

    /** Has something run after all turns that are asked for now are begun. */
    void workLater(Runnable work);

    /** Whether the calling thread, which is the application's, may send what it has for one connection by itself. */
    boolean mayVisit();

    /** Some thread has just sent by itself. */
    void visited();

    /** For tasks that do nothing but ask for a turn. */
    Timer timer();

    /** A monotonic clock, by which {@link #timer} goes. */
    LongSupplier nanos();

    /** What time it is by the same clock. */
    Clock clock();
}
