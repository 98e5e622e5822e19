package net.tensamin.omega.cli.client;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** The badges as they are, and whether they are on disk so. */
final class BadgeBook {
    private final Platform platform;
    private final View view;
    private Badges badges;
    private boolean saved = true;

    BadgeBook(Badges badges, Platform platform, View view) {
        this.badges = badges;
        this.platform = platform;
        this.view = view;
    }

    Badges badges() {
        return badges;
    }

    void change(UnaryOperator<Badges> change) {
        Badges before = badges;
        badges = change.apply(before);
        if (!badges.equals(before)) {
            saved = false;
            view.changed(badges);
        }
    }

    /**
     * To be called before anything that Omega takes for a proof, and when nothing else is to be done.
     *
     * @return why the badges are not on disk; empty if they are
     */
    Optional<String> save() {
        Optional<String> obstacle = saved ? Optional.empty() : platform.save(badges);
        saved = obstacle.isEmpty();
        return obstacle;
    }
}
