package net.tensamin.omega.configuration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The end of the process that is made ready beforehand. When Payara says that it could not deploy an application it has stopped
 * the application's class loader, which then loads nothing any more, not even what is linked for the first time: so all that the end
 * needs is used once before.
 */
final class Ending {
    private static final Logger LOG = System.getLogger(FailedStart.class.getName());

    private final String line;
    private final int exitCode;

    private Ending(StartFailure failure) {
        line = "Omega does not start: " + failure.getMessage();
        exitCode = failure.exitCode();
    }

    static Ending of(StartFailure failure) {
        Ending ending = new Ending(failure);
        ending.run(false);
        return ending;
    }

    void run() {
        run(true);
    }

    private void run(boolean really) {
        Runtime runtime = Runtime.getRuntime();
        LOG.log(really ? Level.ERROR : Level.TRACE, line);
        FailedStart.flushLog();
        if (really) {
            // Not exit: the server's shutdown hooks wait for the deployment that waits here.
            runtime.halt(exitCode);
        }
    }
}
