package net.tensamin.omega.configuration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.Config;

/** All that can be known to be wrong before a start begins: keys, values, the data directory, and what components look at. */
public final class StartChecks {
    private static final Logger LOG = System.getLogger(StartChecks.class.getName());

    private static boolean passed;

    private StartChecks() {}

    /**
     * Once, by whatever of Omega the server runs first. Where a server loads the data source from a library, as Open Liberty does,
     * there is too little of Omega to check: it is done when the rest is loaded.
     *
     * @throws StartFailure as {@link FailedStart} says
     */
    public static synchronized void run(Config config) {
        if (passed || !Keys.areLoadable()) {
            return;
        }
        if (FailedStart.isPayaraMicro()) {
            // no line in the digits of wherever the machine stands
            Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        }
        LOG.log(Level.INFO, Version::ofAll);
        try {
            check(config);
            if (FailedStart.isPayaraMicro()) {
                DeploymentWatch.begin();
            }
        } catch (Exception e) {
            throw FailedStart.end(StartFailure.of(e));
        }
        passed = true;
    }

    static void check(Config config) throws Exception {
        checkKeys(config);
        requireWritable(SharedSettings.dataDirectory(config));
        for (StartCheck each : ServiceLoader.load(StartCheck.class, StartChecks.class.getClassLoader())) {
            each.check(config);
        }
    }

    private static void checkKeys(Config config) {
        Keys keys = Keys.declared();
        keys.refuseUnknown(config.getPropertyNames());
        keys.strangeVariables(System.getenv()).forEach(line -> LOG.log(Level.WARNING, () -> line));
        keys.readAll(config);
        Contradictions.refuse(keys, config);
        Profile.check(keys, config);
    }

    private static void requireWritable(Path directory) throws Exception {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "start", ".check"));
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains("No space left")) {
                throw e;
            }
            throw SharedSettings.DATA_DIRECTORY.mustBe(
                    "a directory that user " + System.getProperty("user.name") + " can write", directory);
        }
    }
}
