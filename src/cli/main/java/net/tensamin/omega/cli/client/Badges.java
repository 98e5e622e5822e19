package net.tensamin.omega.cli.client;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a device keeps of a user (SPEC §4). Immutable; taking a message twice is the same as taking it once. A badge is a state
 * and not one more: what a message says replaces what was known of its sender.
 *
 * @param revision of the mailbox, the highest that Omega has told: what is older is known
 * @param pending of each sender, as Omega told last; an amount of 0 stays until an answer has it too
 * @param reads what was read here and is not acknowledged yet, with the sender's revision that was known then, 0 for none
 */
public record Badges(long revision, SortedMap<Long, Pending> pending, SortedMap<Long, Long> reads) {
    public static final Badges NONE = new Badges(0, new TreeMap<>(), new TreeMap<>());

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final Pending NOTHING = new Pending(0, 0);

    public Badges {
        pending = Collections.unmodifiableSortedMap(new TreeMap<>(pending));
        reads = Collections.unmodifiableSortedMap(new TreeMap<>(reads));
    }

    /** @param revision of the mailbox when the amount changed last */
    public record Pending(long amount, long revision) {
        public Pending {
            if (amount < 0 || revision < 0) {
                throw new IllegalArgumentException("an amount and a revision are not negative");
            }
        }
    }

    /** The senders that have a badge, each with how much it shows: what is read here shows none, whether or not Omega knows yet. */
    public SortedMap<Long, Long> shown() {
        SortedMap<Long, Long> shown = new TreeMap<>();
        pending.forEach((sender, state) -> {
            if (state.amount() > 0 && !reads.containsKey(sender)) {
                shown.put(sender, state.amount());
            }
        });
        return shown;
    }

    Pending of(long sender) {
        return pending.getOrDefault(sender, NOTHING);
    }

    /** Omega tells of a change that is newer than all that is known. */
    Badges taken(long sender, Pending state) {
        return with(state.revision(), draft -> {
            draft.pending.put(sender, state);
            if (state.amount() == 0) {
                draft.reads.remove(sender);
            }
        });
    }

    /** All that Omega has, of one moment; what it told of later moments stays. */
    Badges replaced(Snapshot snapshot) {
        long asOf = snapshot.revision().orElse(revision);
        return with(Math.max(revision, asOf), draft -> {
            draft.pending.values().removeIf(state -> state.revision() <= asOf);
            snapshot.pending().forEach(draft.pending::putIfAbsent);
        });
    }

    /** Omega was set back to an older state: its revisions mean something else from now on. */
    Badges forgettingRevisions() {
        return with(0, draft -> {
            draft.pending.replaceAll((sender, state) -> new Pending(state.amount(), 0));
            draft.reads.replaceAll((sender, known) -> 0L);
        });
    }

    /** The user read it here: the badge goes at once, what is owed to Omega is kept. */
    Badges readHere(long sender) {
        return with(revision, draft -> draft.reads.put(sender, of(sender).revision()));
    }

    /** Omega knows that it was read; unless it has told of something newer, nothing is pending any more. */
    Badges acknowledged(long sender) {
        return with(revision, draft -> {
            Long known = draft.reads.remove(sender);
            draft.pending.computeIfPresent(
                    sender,
                    (same, state) -> known != null && state.revision() == known ? new Pending(0, known) : state);
        });
    }

    /** Omega need not know that it was read here: what it has pending is something else, or nothing. */
    Badges settled(long sender) {
        return with(revision, draft -> draft.reads.remove(sender));
    }

    /** Such as {@code {"revision":9,"badges":[{"sender_id":"7","amount":3,"revision":9}],"reads":[{"sender_id":"8","revision":4}]}}. */
    public JsonObject json() {
        JsonArrayBuilder badges = JSON.createArrayBuilder();
        pending.forEach((sender, state) -> {
            if (state.amount() > 0) {
                badges.add(JSON.createObjectBuilder()
                        .add("sender_id", Long.toString(sender))
                        .add("amount", state.amount())
                        .add("revision", state.revision()));
            }
        });
        JsonArrayBuilder owed = JSON.createArrayBuilder();
        reads.forEach((sender, known) -> owed.add(JSON.createObjectBuilder()
                .add("sender_id", Long.toString(sender))
                .add("revision", known)));
        return JSON.createObjectBuilder()
                .add("revision", revision)
                .add("badges", badges)
                .add("reads", owed)
                .build();
    }

    /**
     * Also reads files of before there were revisions, in which an amount may be missing.
     *
     * @throws JsonException when it is nothing that {@link #json} made
     */
    public static Badges of(JsonObject json) {
        return NONE.with(number(json, "revision", 0), draft -> {
            draft.pending.putAll(entries(json, "badges", 1));
            entries(json, "reads", 1).forEach((sender, state) -> draft.reads.put(sender, state.revision()));
        });
    }

    /**
     * What a member has of each sender.
     *
     * @param amount where none is said
     */
    static Map<Long, Pending> entries(JsonObject json, String member, long amount) {
        Map<Long, Pending> entries = new TreeMap<>();
        try {
            for (JsonValue value : json.getJsonArray(member)) {
                JsonObject entry = value.asJsonObject();
                JsonValue sender = entry.get("sender_id");
                String digits = sender instanceof JsonString text ? text.getString() : sender.toString();
                Pending state = new Pending(number(entry, "amount", amount), number(entry, "revision", 0));
                entries.put(Long.parseLong(digits), state);
            }
            return entries;
        } catch (RuntimeException e) {
            throw new JsonException("no \"" + member + "\" with sender_id and amount", e);
        }
    }

    private static long number(JsonObject json, String member, long otherwise) {
        return json.containsKey(member) ? json.getJsonNumber(member).longValueExact() : otherwise;
    }

    private Badges with(long newRevision, Consumer<Draft> change) {
        Draft draft = new Draft(new TreeMap<>(pending), new TreeMap<>(reads));
        change.accept(draft);
        return new Badges(newRevision, draft.pending, draft.reads);
    }

    private record Draft(SortedMap<Long, Pending> pending, SortedMap<Long, Long> reads) {}
}
