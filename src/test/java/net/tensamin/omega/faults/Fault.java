package net.tensamin.omega.faults;

import java.time.Duration;

/**
 * Something that goes wrong, made for real.
 *
 * @param name in the table, as what follows "while"
 * @param lasts how long it does, in the long form; zero for one that is over when it has begun
 */
record Fault<S extends Scene>(String name, Duration lasts, Act<S> begin, Act<S> end) {
    /** What is done to a running system. */
    interface Act<S> {
        void on(S scene) throws Exception;
    }
}
