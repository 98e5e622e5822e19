package net.tensamin.omega.guard;

/**
 * Strangers pass one turnstile, whoever has proven who they are another. What strangers ask shares the processors with what devices, links and health
 * ask, so few of them are inside at once, but more than have a place ({@code http.RequestPlaces}): a place may have to be taken from one that is slow.
 */
final class Turnstiles {
    /** Three quarters of the listener's threads (domain.xml). */
    private static final int MOST = 192;

    private static final int MOST_OF_STRANGERS = 96;
    private static final int STRANGERS_A_PROCESSOR = 24;

    private final Turnstile strangers;
    private final Turnstile proven;

    Turnstiles(int processors) {
        int ofStrangers = Math.min(MOST_OF_STRANGERS, STRANGERS_A_PROCESSOR * processors);
        strangers = new Turnstile(ofStrangers);
        proven = new Turnstile(MOST - ofStrangers);
    }

    Turnstile of(Standing standing) {
        return standing.isProven() ? proven : strangers;
    }

    int waiting() {
        return strangers.waiting() + proven.waiting();
    }
}
