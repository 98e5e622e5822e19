package net.tensamin.omega.cli.client;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a device keeps of a user (SPEC §4). Immutable; taking a message twice is the same as taking it once.
 *
 * <p>A push says that there is something, not how much: the protocol repeats what was not proven, so pushes must not be
 * counted. An amount is known only from {@code get_notifications}, and only until the next push.
 *
 * @param shown the senders that have a badge, with the amount where it is known
 * @param reads what was read here and is not acknowledged yet, with how much was there then; 0 if nothing was known of
 */
public record Badges(SortedMap<Long, OptionalLong> shown, SortedMap<Long, Long> reads) {
    public static final Badges NONE = new Badges(new TreeMap<>(), new TreeMap<>());

    public Badges {
        shown = Collections.unmodifiableSortedMap(new TreeMap<>(shown));
        reads = Collections.unmodifiableSortedMap(new TreeMap<>(reads));
    }

    /** Something of this sender is unread, unless a read of ours is under way: what is there after that, Omega is asked. */
    Badges pushed(long sender) {
        return reads.containsKey(sender) ? this : with(badges -> badges.shown.put(sender, OptionalLong.empty()));
    }

    /** Omega says that it was read, here or elsewhere. */
    Badges cleared(long sender) {
        return with(badges -> {
            badges.shown.remove(sender);
            badges.reads.remove(sender);
        });
    }

    /** The user read it here: the badge goes at once, what is owed to Omega is kept. */
    Badges readHere(long sender) {
        long amount = shown.containsKey(sender) ? shown.get(sender).orElse(1) : 0;
        return with(badges -> {
            badges.shown.remove(sender);
            badges.reads.merge(sender, amount, Math::max);
        });
    }

    /** Omega knows, or need not know any more, that it was read here. */
    Badges acknowledged(long sender) {
        return with(badges -> badges.reads.remove(sender));
    }

    /**
     * Takes all amounts as Omega counts them.
     *
     * @param except whose state changed after the question was sent, so that the answer may be older than what is known
     */
    Badges counted(Map<Long, Long> amounts, Set<Long> except) {
        return with(badges -> {
            badges.shown.keySet().removeIf(sender -> !except.contains(sender));
            amounts.forEach((sender, amount) -> {
                if (amount > 0 && !except.contains(sender) && !reads.containsKey(sender)) {
                    badges.shown.put(sender, OptionalLong.of(amount));
                }
            });
        });
    }

    /** Takes the amount of one sender as Omega counts it. */
    Badges recounted(long sender, long amount) {
        return with(badges -> {
            badges.shown.remove(sender);
            if (amount > 0) {
                badges.shown.put(sender, OptionalLong.of(amount));
            }
        });
    }

    /** Such as {@code {"badges":[{"sender_id":"7","amount":3},{"sender_id":"9"}],"reads":[{"sender_id":"8","amount":1}]}}. */
    public JsonObject json() {
        JsonArrayBuilder badges = Json.createArrayBuilder();
        shown.forEach((sender, amount) -> badges.add(entry(sender, amount)));
        JsonArrayBuilder owed = Json.createArrayBuilder();
        reads.forEach((sender, amount) -> owed.add(entry(sender, OptionalLong.of(amount))));
        return Json.createObjectBuilder()
                .add("badges", badges)
                .add("reads", owed)
                .build();
    }

    private static JsonObjectBuilder entry(long sender, OptionalLong amount) {
        JsonObjectBuilder entry = Json.createObjectBuilder().add("sender_id", Long.toString(sender));
        amount.ifPresent(known -> entry.add("amount", known));
        return entry;
    }

    /** @throws JsonException when it is nothing that {@link #json} made */
    public static Badges of(JsonObject json) {
        return NONE.with(badges -> {
            entries(json, "badges").forEach(badges.shown::put);
            entries(json, "reads").forEach((sender, amount) -> badges.reads.put(sender, amount.orElse(0)));
        });
    }

    /** The pairs of sender and amount in a member. */
    static SortedMap<Long, OptionalLong> entries(JsonObject json, String member) {
        SortedMap<Long, OptionalLong> entries = new TreeMap<>();
        try {
            JsonArray array = json.getJsonArray(member);
            for (JsonValue value : array) {
                JsonObject entry = value.asJsonObject();
                JsonValue sender = entry.get("sender_id");
                String digits = sender instanceof JsonString text ? text.getString() : sender.toString();
                boolean known = entry.containsKey("amount");
                OptionalLong amount =
                        known ? OptionalLong.of(entry.getJsonNumber("amount").longValueExact()) : OptionalLong.empty();
                entries.put(Long.parseLong(digits), amount);
            }
            return entries;
        } catch (RuntimeException e) {
            throw new JsonException("no \"" + member + "\" with sender_id and amount", e);
        }
    }

    private Badges with(Consumer<Draft> change) {
        Draft draft = new Draft(new TreeMap<>(shown), new TreeMap<>(reads));
        change.accept(draft);
        return new Badges(draft.shown, draft.reads);
    }

    private record Draft(SortedMap<Long, OptionalLong> shown, SortedMap<Long, Long> reads) {}
}
