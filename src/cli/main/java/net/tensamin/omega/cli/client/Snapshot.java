package net.tensamin.omega.cli.client;

import jakarta.json.JsonException;
import java.util.Map;
import java.util.OptionalLong;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/**
 * The answer to {@code get_notifications}: all that is pending, of one moment.
 *
 * @param revision of the mailbox then; empty if it is not said, as by older servers
 */
record Snapshot(OptionalLong revision, Map<Long, Badges.Pending> pending) {

    /** @throws Failure when the reply has no notifications */
    static Snapshot of(Envelope reply) {
        try {
            return new Snapshot(reply.whole("revision"), Badges.entries(reply.data(), "notifications", 0));
        } catch (JsonException e) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega's reply has no notifications: " + reply.members(), e);
        }
    }
}
