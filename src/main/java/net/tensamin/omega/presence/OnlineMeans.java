package net.tensamin.omega.presence;

import net.tensamin.omega.configuration.Setting;

/** What makes a user online (SPEC §4). */
enum OnlineMeans {
    /** Its Iota is connected, and the user was reported connected since. */
    USER,
    /** Its Iota is connected. */
    IOTA;

    static final Setting<OnlineMeans> SETTING =
            Setting.choice("omega.presence.online-means", USER, "`iota`: a user is online when its Iota is connected");
}
