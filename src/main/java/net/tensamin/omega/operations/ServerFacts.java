package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.configuration.Profile;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.configuration.Version;
import net.tensamin.omega.outage.OutageLog;
import net.tensamin.omega.store.Database;
import net.tensamin.omega.store.OpenConnections;
import org.eclipse.microprofile.config.Config;

/** What this server is and runs on, as the operations page shows it. */
@ApplicationScoped
class ServerFacts {
    private static final Logger LOG = System.getLogger(ServerFacts.class.getName());

    private final Config config;
    private final CertificateEnds certificates;
    private final RecentWarnings warnings;

    @Inject
    private Database database;

    /** For the client proxy. */
    ServerFacts() {
        this(null, null, null);
    }

    @Inject
    ServerFacts(Config config, CertificateEnds certificates, RecentWarnings warnings) {
        this.config = config;
        this.certificates = certificates;
        this.warnings = warnings;
    }

    /** @param who asks, and what it may do */
    String json(String who, Role role) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("status", "success")
                .add("operator", Json.createObjectBuilder().add("name", who).add("role", role.word()))
                .add("version", Version.text())
                .add("java", System.getProperty("java.runtime.version"))
                .add("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .add("profile", Profile.of(config).name().toLowerCase(Locale.ROOT))
                .add("database", database())
                .add("certificates", ends())
                .add("warnings", lines());
        disk(json);
        return json.build().toString();
    }

    private JsonObjectBuilder database() {
        return Json.createObjectBuilder()
                .add("name", database.name())
                .add("up", !OutageLog.DATABASE.isUnderWay())
                .add("connections", OpenConnections.count());
    }

    private JsonArrayBuilder ends() {
        JsonArrayBuilder ends = Json.createArrayBuilder();
        certificates
                .all()
                .forEach((name, end) ->
                        ends.add(Json.createObjectBuilder().add("name", name).add("ends", end.toString())));
        return ends;
    }

    private JsonArrayBuilder lines() {
        JsonArrayBuilder lines = Json.createArrayBuilder();
        warnings.lines()
                .forEach(line -> lines.add(Json.createObjectBuilder()
                        .add("at", line.at().toString())
                        .add("level", line.level())
                        .add("source", line.source())
                        .add("text", line.text())));
        return lines;
    }

    /** Where the data directory is. */
    private void disk(JsonObjectBuilder json) {
        Path data = SharedSettings.dataDirectory(config);
        try {
            FileStore disk = Files.getFileStore(data);
            json.add(
                    "disk",
                    Json.createObjectBuilder()
                            .add("free_bytes", disk.getUsableSpace())
                            .add("total_bytes", disk.getTotalSpace()));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The disk of " + data + " does not say how full it is", e);
        }
    }
}
