package net.tensamin.omega.cli;

/** Why the program ended, for scripts; the help of {@code omega-cli} lists them. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAULT = 1;
    public static final int USAGE = 2;
    public static final int NO_ANSWER = 3;
    public static final int REFUSED = 4;
    public static final int ERROR_REPLY = 5;
    public static final int ENDED = 6;
    public static final int ENDED_FOR_GOOD = 7;

    private ExitCode() {}
}
