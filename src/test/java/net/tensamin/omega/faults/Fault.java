package net.tensamin.omega.faults;

import java.time.Duration;

/**
 * Something that goes wrong, made for real.
 *
 * @param name in the table, as what follows "while"
 * @param lasts how long it does, in the long form; zero for one that is over when it has begun
 * @param stopsApi whether a question to the API gets 503 meanwhile
 */
record Fault<S extends Scene>(String name, Duration lasts, Act<S> begin, Act<S> end, boolean stopsApi) {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final int PLENTY = 4096;

    Fault(String name, Duration lasts, Act<S> begin, Act<S> end) {
        this(name, lasts, begin, end, false);
    }

    /** Of the machine and not of the database, so of any scene. */
    static <S extends Scene> Fault<S> noDescriptors() {
        return new Fault<>(
                "the server may open no more files and sockets",
                A_WHILE,
                scene -> scene.process().limitDescriptors(scene.process().descriptors()),
                scene -> scene.process().limitDescriptors(PLENTY));
    }

    /** What is done to a running system. */
    interface Act<S> {
        void on(S scene) throws Exception;
    }
}
