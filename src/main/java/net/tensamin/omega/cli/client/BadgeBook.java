package net.tensamin.omega.cli.client;

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

    /** To be called before anything that Omega takes for a proof, and when nothing else is to be done. */
    void save() {
        if (!saved) {
            platform.save(badges);
            saved = true;
        }
    }
}
