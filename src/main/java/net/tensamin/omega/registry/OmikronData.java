package net.tensamin.omega.registry;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;

/** The data of an Omikron's message. */
record OmikronData(JsonObject data) {

    /** Empty where it is not there. */
    Optional<Long> id(String name) {
        Members members = new Members(data);
        Long id = members.number(name);
        boolean absent = !data.containsKey(name) || data.isNull(name);
        if (!absent && (id == null || id <= 0)) {
            throw refusal(name, "must be a positive 64-bit number");
        }
        return Optional.ofNullable(id);
    }

    long required(String name) {
        return id(name).orElseThrow(() -> refusal(name, "is missing"));
    }

    String text(String name) {
        Members members = new Members(data);
        String text = members.text(name);
        if (text == null) {
            throw refusal(name, "is missing, or no string");
        }
        return text;
    }

    /** All of it, if it has no other members. */
    JsonObject only(String... names) {
        Map<String, String> others = new TreeMap<>();
        data.keySet().stream()
                .filter(name -> !List.of(names).contains(name))
                .forEach(name -> others.put(name, "is not for Omikrons"));
        if (!others.isEmpty()) {
            throw new RefusedChangeException(
                    Reason.INVALID, String.join(", ", others.keySet()) + ": not for Omikrons", others);
        }
        return data;
    }

    static RefusedChangeException refusal(String name, String what) {
        return new RefusedChangeException(Reason.INVALID, name + " " + what, Map.of(name, what));
    }
}
