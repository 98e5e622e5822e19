package net.tensamin.omega.siege;

/** How large attacks are: whole in the profile {@code siege}, small in each build. */
final class Scale {
    private static final boolean WHOLE = Boolean.getBoolean("omega.siege.whole");

    private Scale() {}

    static boolean isWhole() {
        return WHOLE;
    }

    static int of(int whole, int small) {
        return WHOLE ? whole : small;
    }
}
