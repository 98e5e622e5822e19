package net.tensamin.omega.registry;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;

/** The answer to a request that made an account, for when the same request comes again. */
@Entity
@Table(name = "repeated_answer")
@NamedQuery(name = RepeatedAnswer.FORGET, query = "delete from RepeatedAnswer a where a.answered < :before")
class RepeatedAnswer {
    static final String FORGET = "RepeatedAnswer.forget";
    static final Duration KEPT = Duration.ofDays(1);

    @Id
    @Column(name = "key_hash")
    private String key;

    @Column(name = "request_hash")
    private String request;

    private String answer;

    @Column(name = "answered_at")
    private Instant answered;

    /** For JPA. */
    protected RepeatedAnswer() {}

    RepeatedAnswer(RepeatKey key, Shown made, Instant now) {
        this.key = key.hash();
        this.request = key.request();
        this.answered = now;
        this.answer = Json.createObjectBuilder()
                .add("id", made.id())
                .add("version", made.version())
                .add("members", made.members())
                .build()
                .toString();
    }

    /** @throws RefusedChangeException to another request */
    Shown to(RepeatKey asked) {
        if (!request.equals(asked.request())) {
            throw new RefusedChangeException(
                    Reason.INVALID,
                    "This Idempotency-Key was used for another request.",
                    Map.of("Idempotency-Key", "was used for another request"));
        }
        try (JsonReader reader = Json.createReader(new StringReader(answer))) {
            JsonObject made = reader.readObject();
            return new Shown(
                    made.getJsonNumber("id").longValueExact(),
                    made.getJsonNumber("version").longValueExact(),
                    made.getJsonObject("members"),
                    true);
        }
    }
}
