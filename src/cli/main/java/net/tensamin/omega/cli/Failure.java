package net.tensamin.omega.cli;

import java.io.Serial;

/** Ends a command: a message for whoever typed it, without a stack trace, and an {@link ExitCode}. */
public final class Failure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public Failure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    public Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
