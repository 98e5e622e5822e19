package net.tensamin.omega.longpoll;

/**
 * Which part of what is pending is asked for, the latest change first.
 *
 * @param before the revision of the last pair of the page before
 * @param most pairs; {@link Integer#MAX_VALUE} for the whole
 */
record Page(long before, int most) {
    private static final int LARGEST = 1_000;

    /**
     * Of query parameters as they came; null for none.
     *
     * @throws IllegalArgumentException if they do not make sense
     */
    static Page of(String after, String limit) {
        long most = number(limit, after == null ? Integer.MAX_VALUE : LARGEST);
        if (most < 1 || limit != null && most > LARGEST) {
            throw new IllegalArgumentException("no page: after " + after + ", limit " + limit);
        }
        return new Page(number(after, Long.MAX_VALUE), (int) most);
    }

    boolean isWhole() {
        return most == Integer.MAX_VALUE;
    }

    private static long number(String digits, long otherwise) {
        if (digits == null) {
            return otherwise;
        }
        if (!digits.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("no number: " + digits);
        }
        return Long.parseLong(digits);
    }
}
