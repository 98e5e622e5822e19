package net.tensamin.omega.presence;

import java.util.Arrays;
import java.util.Locale;

/** What makes a user online: {@code omega.presence.online-means} (SPEC §4). */
enum OnlineMeans {
    /** Its Iota is connected, and the user was reported connected since. */
    USER,
    /** Its Iota is connected. */
    IOTA;

    static final String KEY = "omega.presence.online-means";

    /** @throws IllegalArgumentException for any word but {@code user} and {@code iota} */
    static OnlineMeans parse(String word) {
        return Arrays.stream(values())
                .filter(means -> means.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(KEY + " must be user or iota, not: " + word));
    }
}
