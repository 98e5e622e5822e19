package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/**
 * What an audit log has that a restored backup would undo: users and operators that were removed, devices and operators' certificates that were revoked. Lines that are not of an audit
 * log are counted and left out, as it may share a file with a server's log; what is before a line's first brace does not count.
 */
final class AuditLog {
    private static final String USER_REMOVED = "user removed";
    private static final String DEVICE_REVOKED = "DELETE /api/operations/devices/{user_id}/{device_id}";
    private static final String OPERATOR_REMOVED = "DELETE /api/operations/operators/{name}";
    private static final String CERTIFICATE_REVOKED = OPERATOR_REMOVED + "/certificates/{certificate_id}";
    private static final int OK = 200;

    private final Instant since;
    private final Set<Long> users = new LinkedHashSet<>();
    private final Set<RevokedDevice> devices = new LinkedHashSet<>();
    private final Map<String, Instant> operators = new LinkedHashMap<>();
    private final Set<RevokedCertificate> certificates = new LinkedHashSet<>();
    private int foreign;

    record RevokedDevice(long user, String device) {}

    record RevokedCertificate(String operator, String id) {}

    /** @param since what was before does not count */
    AuditLog(Instant since) {
        this.since = since;
    }

    /** Those that were removed, in the log's order. */
    Set<Long> users() {
        return users;
    }

    /** Those that were revoked, but for those of users that were removed. */
    Set<RevokedDevice> devices() {
        return devices;
    }

    /** Names of those that were removed, and when last. */
    Map<String, Instant> operators() {
        return operators;
    }

    /** Of operators. */
    Set<RevokedCertificate> certificates() {
        return certificates;
    }

    /** How many lines were not of an audit log. */
    int foreign() {
        return foreign;
    }

    void read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be read: " + e, e);
        }
    }

    void read(String line) {
        int brace = line.indexOf('{');
        try (JsonReader reader = Json.createReader(new StringReader(line.substring(Math.max(0, brace))))) {
            JsonObject call = reader.readObject();
            Instant at = Instant.parse(call.getString("at"));
            if (!at.isBefore(since) && call.getInt("status") == OK) {
                done(call.getString("action"), subject(call.getString("subject", "")), at);
            }
        } catch (JsonException | DateTimeException | ClassCastException | NullPointerException e) {
            foreign++; // whatever it is
        }
    }

    private void done(String action, Map<String, String> subject, Instant at) {
        if (action.equals(USER_REMOVED)) {
            users.add(id(subject));
        } else if (action.equals(DEVICE_REVOKED)) {
            devices.add(new RevokedDevice(id(subject), subject.getOrDefault("device_id", "")));
        } else if (action.equals(OPERATOR_REMOVED)) {
            operators.merge(name(subject), at, (one, other) -> one.isAfter(other) ? one : other);
        } else if (action.equals(CERTIFICATE_REVOKED)) {
            certificates.add(new RevokedCertificate(name(subject), subject.getOrDefault("certificate_id", "")));
        }
    }

    private static String name(Map<String, String> subject) {
        if (!subject.containsKey("name")) {
            throw new Failure(ExitCode.USAGE, "the log has no operator where it should: " + subject);
        }
        return subject.get("name");
    }

    private static long id(Map<String, String> subject) {
        try {
            return Long.parseLong(subject.getOrDefault("user_id", ""));
        } catch (NumberFormatException e) {
            throw new Failure(ExitCode.USAGE, "the log has no user where it should: " + subject, e);
        }
    }

    /** {@code user_id=42 device_id=0f…}. */
    private static Map<String, String> subject(String text) {
        Map<String, String> members = new HashMap<>();
        for (String member : text.split(" ")) {
            int equals = member.indexOf('=');
            if (equals > 0) {
                members.put(member.substring(0, equals), member.substring(equals + 1));
            }
        }
        return members;
    }
}
