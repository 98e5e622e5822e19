package net.tensamin.omega.quic.turns;

import java.time.Clock;
import java.util.function.LongSupplier;

/** The threads that run the turns of connections, and what they have in common. Thread-safe. */
public interface Workers {
    /** Runs a turn soon, never twice at once. */
    void work(Turn turn);

    /** Runs something after all turns that are asked for by now have begun. */
    void workLater(Runnable work);

    /** Whether the calling thread, which is the application's, may send what it has for one connection by itself. */
    boolean mayVisit();

    /** A thread has just sent by itself. */
    void visited();

    /** For tasks that only ask for a turn. */
    Timer timer();

    /** A monotonic clock, by which {@link #timer} goes. */
    LongSupplier nanos();

    /** What time it is by the same clock, however that of the machine is set meanwhile. */
    Clock clock();

    /** That of the machine, which may be set: by it certificates end. */
    Clock wall();
}
