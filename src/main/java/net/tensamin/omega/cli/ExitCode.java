package net.tensamin.omega.cli;

/** Why the program ended, for scripts; the help of {@code omega-cli} lists them. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAULT = 1;
    static final int USAGE = 2;
    static final int NO_ANSWER = 3;
    static final int REFUSED = 4;
    static final int ERROR_REPLY = 5;
    static final int ENDED = 6;
    static final int ENDED_FOR_GOOD = 7;

    private ExitCode() {}
}
