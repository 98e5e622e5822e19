package net.tensamin.omega.operator;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BadRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Role;

/** What a call says of an operator, in its path and its body. */
final class OperatorForm {
    private static final String ROLE = "role";
    private static final String ROLES = Stream.of(Role.values()).map(Role::word).collect(Collectors.joining(", "));

    private final JsonObject sent;

    private OperatorForm(JsonObject sent) {
        this.sent = sent;
    }

    /** @throws BadRequestException unless it is an object */
    static OperatorForm of(JsonStructure sent) {
        if (sent instanceof JsonObject object) {
            return new OperatorForm(object);
        }
        throw new BadRequestException();
    }

    boolean hasRole() {
        return sent.containsKey(ROLE);
    }

    Role role() {
        JsonValue value = sent.get(ROLE);
        return Optional.ofNullable(value instanceof JsonString word ? word.getString() : null)
                .flatMap(Role::of)
                .orElseThrow(() -> new RefusedChangeException(
                        Reason.INVALID, "There is no such role.", Map.of(ROLE, "has to be one of " + ROLES)));
    }

    /** Of one that is to be there; a name that none can have is nobody's. */
    static OperatorName known(String name) {
        if (!OperatorName.isOne(name)) {
            throw unknown(name);
        }
        return new OperatorName(name);
    }

    static RefusedChangeException unknown(String name) {
        return new RefusedChangeException(Reason.UNKNOWN, "There is no operator \"" + name + "\".");
    }

    /** Of one that is to be made. */
    static OperatorName added(String name) {
        if (!OperatorName.isOne(name)) {
            throw new RefusedChangeException(
                    Reason.INVALID, "No operator can have this name.", Map.of("name", OperatorName.FORM));
        }
        return new OperatorName(name);
    }

    /** @throws BadRequestException if that is none, as ISO 8601 writes them */
    static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadRequestException(e);
        }
    }
}
