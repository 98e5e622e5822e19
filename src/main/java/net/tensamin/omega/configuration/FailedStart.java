package net.tensamin.omega.configuration;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Handler;
import java.util.stream.Stream;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * Ends a start that cannot succeed. The log gets one line, and at DEBUG also the stack of the reason. Payara Micro runs
 * nothing but Omega and would go on without it, so there the process ends; on another server the deployment fails and
 * nothing else does.
 */
public final class FailedStart {
    private static final Logger LOG = System.getLogger(FailedStart.class.getName());

    private FailedStart() {}

    /** @return what is to be thrown, where the process goes on */
    public static StartFailure end(StartFailure failure) {
        OutOfMemory.endIf(failure); // which a database wraps, and an operator cannot configure away
        LOG.log(Level.ERROR, () -> "Omega does not start: " + failure.getMessage());
        LOG.log(Level.DEBUG, "It does not start because of this", failure);
        if (isPayaraMicro()) {
            flushLog();
            removeUnpackedServer();
            // Not exit: the server's shutdown hooks wait for the deployment that waits here.
            Runtime.getRuntime().halt(failure.exitCode());
        }
        return failure;
    }

    /** Whether the server is ours alone. */
    public static boolean isPayaraMicro() {
        try {
            Class.forName("fish.payara.micro.PayaraMicro", false, ClassLoader.getSystemClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static void flushLog() {
        List.of(java.util.logging.Logger.getLogger("").getHandlers()).forEach(Handler::flush);
        System.out.flush();
        System.err.flush();
    }

    /** Payara Micro unpacks itself at each start, and a supervisor may start it often. */
    private static void removeUnpackedServer() {
        Path server = Path.of(System.getProperty("com.sun.aas.instanceRoot", ""));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (!server.startsWith(temporary) || server.equals(temporary)) {
            return;
        }
        try (Stream<Path> files = Files.walk(server)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "What the server unpacked stays", e);
        }
    }
}
