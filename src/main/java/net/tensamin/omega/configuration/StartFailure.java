package net.tensamin.omega.configuration;

/** Why this server cannot start: one line for the operator, with the key and what is allowed. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The process's exit code, as BSD's {@code sysexits.h} has them. */
    public enum Kind {
        /** EX_CONFIG: starting again does not help until somebody changes something. */
        CONFIGURATION(78),
        /** EX_TEMPFAIL: what is in the way may pass. */
        TEMPORARY(75);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private final Kind kind;

    public StartFailure(Kind kind, String line, Throwable cause) {
        super(line.lines().map(String::strip).findFirst().orElse(""), cause);
        this.kind = kind;
    }

    public static StartFailure configuration(String line) {
        return new StartFailure(Kind.CONFIGURATION, line, null);
    }

    public static StartFailure temporary(String line, Throwable cause) {
        return new StartFailure(Kind.TEMPORARY, line, cause);
    }

    public int exitCode() {
        return kind.exitCode;
    }

    /** What went wrong while something was checked: a full disk may pass, all else is taken for a matter of configuration. */
    public static StartFailure of(Throwable fault) {
        if (fault instanceof StartFailure failure) {
            return failure;
        }
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return temporary(
                        SharedSettings.DATA_DIRECTORY.label() + " is on a full disk: " + fault.getMessage(), fault);
            }
        }
        String message = fault.getMessage() == null ? fault.toString() : fault.getMessage();
        return new StartFailure(Kind.CONFIGURATION, message, fault);
    }
}
