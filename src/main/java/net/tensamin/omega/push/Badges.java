package net.tensamin.omega.push;

import java.util.List;
import net.tensamin.omega.mailbox.PairState;
import net.tensamin.omega.tauri.Badge;

/** What a device shows of a mailbox's pairs. */
final class Badges {
    private Badges() {}

    static List<Badge> of(List<PairState> pairs) {
        return pairs.stream()
                .map(pair -> new Badge(pair.sender(), pair.amount(), pair.revision(), pair.sinceNanos()))
                .toList();
    }
}
