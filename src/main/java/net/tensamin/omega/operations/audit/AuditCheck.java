package net.tensamin.omega.operations.audit;

import java.io.IOException;
import java.time.Clock;
import net.tensamin.omega.configuration.StartCheck;
import org.eclipse.microprofile.config.Config;

/** A server that cannot write what operators do does not start. */
public final class AuditCheck implements StartCheck {
    @Override
    public void check(Config config) throws IOException {
        AuditSettings settings = AuditSettings.from(config);
        try {
            AuditFile.of(settings, Clock.systemUTC()).require();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
            throw AuditSettings.FILE.mustBe(
                    "a file that user " + System.getProperty("user.name") + " can write",
                    settings.file().orElseThrow());
        }
    }
}
