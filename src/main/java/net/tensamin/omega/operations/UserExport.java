package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.stream.JsonGenerator;
import java.io.OutputStream;
import java.io.StringReader;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserProfile;
import net.tensamin.omega.device.DeviceNetworks;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.enrolment.EnrolmentCodes;
import net.tensamin.omega.mailbox.Mailboxes;
import net.tensamin.omega.mailbox.StoredPair;
import net.tensamin.omega.operations.audit.AuditJournal;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.registry.ResetTokens;

/** Writes all that is held of a user, one part after the other; what may be large is read in pages. */
@ApplicationScoped
class UserExport {
    private static final Jsonb JSONB = JsonbBuilder.create();

    private final PresenceBoard presence;
    private final Devices devices;
    private final DeviceNetworks networks;
    private final EnrolmentCodes codes;
    private final ResetTokens tokens;
    private final Mailboxes mailboxes;
    private final TraceSurvey traces;
    private final AuditJournal audit;
    private final Clock clock;

    /** For the client proxy. */
    UserExport() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @Inject
    UserExport(
            PresenceBoard presence,
            Devices devices,
            DeviceNetworks networks,
            EnrolmentCodes codes,
            ResetTokens tokens,
            Mailboxes mailboxes,
            TraceSurvey traces,
            AuditJournal audit,
            Clock clock) {
        this.presence = presence;
        this.devices = devices;
        this.networks = networks;
        this.codes = codes;
        this.tokens = tokens;
        this.mailboxes = mailboxes;
        this.traces = traces;
        this.audit = audit;
        this.clock = clock;
    }

    /** Leaves the stream open. */
    void write(User user, OutputStream out) {
        UserId id = user.id();
        JsonGenerator json = Json.createGenerator(out);
        json.writeStartObject()
                .write("status", "success")
                .write("exported", clock.instant().toString())
                .write("account", json(UserProfile.of(user, presence.shown(id, user.iota()))))
                .write("has_reset_token", user.resetTokenHash().isPresent());
        tokens.tried(id).ifPresent(tried -> json.writeStartObject("reset_tokens_tried")
                .write("wrong", tried.wrong())
                .write("since", tried.since().toString())
                .writeEnd());
        json.write("online_through", presence.through(id))
                .write("devices", json(devices.of(id)))
                .write("networks", json(networks.of(id)))
                .write("codes", json(codes.of(id, clock.instant())));
        json.writeStartArray("received");
        pages(after -> mailboxes.receivedBy(id, after), StoredPair::sender, pair -> json.writeStartObject()
                .write("sender_id", pair.sender())
                .write("amount", pair.amount())
                .write("revision", pair.revision())
                .write("changed", pair.changed().toString())
                .writeEnd());
        json.writeEnd().writeStartArray("sent");
        pages(after -> mailboxes.sentBy(id, after), StoredPair::receiver, pair -> json.writeStartObject()
                .write("receiver_id", pair.receiver())
                .write("amount", pair.amount())
                .write("changed", pair.changed().toString())
                .writeEnd());
        json.writeEnd();
        TraceReport trace = TraceReport.of(id, traces.of(id), List.of(), "");
        json.write("trace", json(trace.events())).write("operators_calls", json(audit.about(id)));
        json.writeEnd().flush();
    }

    private static void pages(
            LongFunction<List<StoredPair>> read, ToLongFunction<StoredPair> key, Consumer<StoredPair> write) {
        List<StoredPair> page = read.apply(0);
        while (!page.isEmpty()) {
            page.forEach(write);
            page = read.apply(key.applyAsLong(page.get(page.size() - 1)));
        }
    }

    private static JsonValue json(Object some) {
        try (JsonReader reader = Json.createReader(new StringReader(JSONB.toJson(some)))) {
            return reader.readValue();
        }
    }
}
