package net.tensamin.omega.bench;

/**
 * Which user writes to which: notices go round the receivers, and each receiver hears its senders in turn, so that as few as
 * possible of a transaction's notices are of one pair.
 */
record Traffic(int receivers, int senders) {
    static final long FIRST_RECEIVER = 1_000_000;
    static final long FIRST_SENDER = 2_000_000;
    static final int MOST_SENDERS = 1_000;
    private static final int FEWEST_SENDERS = 16;

    static Traffic to(int receivers) {
        return new Traffic(receivers, Math.max(FEWEST_SENDERS, MOST_SENDERS / receivers));
    }

    int pairs() {
        return receivers * senders;
    }

    /** The pair of the {@code n}th notice. */
    int pair(long n) {
        int receiver = (int) (n % receivers);
        int sender = (int) (n / receivers % senders);
        return receiver * senders + sender;
    }

    int pair(int receiver, long senderId) {
        return receiver * senders + (int) (senderId - FIRST_SENDER);
    }

    long receiverId(int pair) {
        return FIRST_RECEIVER + pair / senders;
    }

    long senderId(int pair) {
        return FIRST_SENDER + pair % senders;
    }
}
