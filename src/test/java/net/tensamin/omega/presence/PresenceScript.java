package net.tensamin.omega.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;

/**
 * Plays reports written as {@code A opens, A iota 1, A user 42 user_dnd, A sync 1 42} to a board. Omikrons are letters;
 * {@code a} is the link that {@code A} had before its latest. User 42 lives at Iota 1, user 7 at Iota 2.
 */
final class PresenceScript {
    static final UserId ALICE = new UserId(42);
    static final UserId BOB = new UserId(7);
    static final Map<UserId, IotaId> HOMES = Map.of(ALICE, new IotaId(1), BOB, new IotaId(2));

    private final List<PresenceChanged> changes = new ArrayList<>();
    private final Map<String, LinkEpoch> links = new HashMap<>();
    private final PresenceBoard board;

    PresenceScript(OnlineMeans means) {
        board = new PresenceBoard(means, changes::add);
    }

    PresenceBoard board() {
        return board;
    }

    void play(String steps) {
        for (String step : steps.split(",")) {
            String[] words = step.trim().split(" +");
            report(words[0], words[1], List.of(words).subList(2, words.length));
        }
    }

    /** Such as {@code +42 -42!}: came online, went offline by a loss. */
    String changes() {
        return changes.stream()
                .map(change -> (change.online() ? "+" : "-")
                        + change.user()
                        + (change.cause() == PresenceChanged.Cause.LOST ? "!" : ""))
                .collect(Collectors.joining(" "));
    }

    private void report(String omikron, String verb, List<String> words) {
        LinkEpoch link = links.get(omikron);
        switch (verb) {
            case "opens" -> open(omikron);
            case "closes" -> board.closed(link);
            case "iota" -> board.iotaConnected(link, iota(words.get(0)), residents(iota(words.get(0))));
            case "no-iota" -> board.iotaDisconnected(link, iota(words.get(0)));
            case "user" -> userConnected(link, words);
            case "no-user" -> board.userDisconnected(link, user(words.get(0)));
            case "sync" -> sync(link, words);
            default -> throw new IllegalArgumentException(verb);
        }
    }

    private void open(String omikron) {
        LinkEpoch link = board.opened(new OmikronId(omikron.charAt(0)));
        Optional.ofNullable(links.put(omikron, link))
                .ifPresent(former -> links.put(omikron.toLowerCase(Locale.ROOT), former));
    }

    private void userConnected(LinkEpoch link, List<String> words) {
        UserId user = user(words.get(0));
        Optional<OnlineStatus> status = words.stream()
                .skip(1)
                .map(word -> OnlineStatus.valueOf(word.toUpperCase(Locale.ROOT)))
                .findFirst();
        board.userConnected(link, user, HOMES.get(user), status);
    }

    private void sync(LinkEpoch link, List<String> words) {
        Map<IotaId, Set<UserId>> iotas = words.stream()
                .filter(word -> HOMES.containsValue(iota(word)))
                .collect(Collectors.toMap(PresenceScript::iota, word -> residents(iota(word))));
        Map<UserId, IotaId> users = words.stream()
                .filter(word -> HOMES.containsKey(user(word)))
                .collect(Collectors.toMap(PresenceScript::user, word -> HOMES.get(user(word))));
        board.sync(link, iotas, users);
    }

    static Set<UserId> residents(IotaId iota) {
        return HOMES.entrySet().stream()
                .filter(home -> home.getValue().equals(iota))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static IotaId iota(String word) {
        return new IotaId(Long.parseLong(word));
    }

    private static UserId user(String word) {
        return UserId.parse(word);
    }
}
