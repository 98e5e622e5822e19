package net.tensamin.omega.enrolment;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A code for one enrolment: 99 random bits (20 of 31 signs), in letters and digits that are not mistaken for each other. */
record OneTimeCode(String text) {
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    static OneTimeCode random() {
        return new OneTimeCode(
                IntStream.range(0, GROUPS).mapToObj(any -> group()).collect(Collectors.joining("-")));
    }

    private static String group() {
        return RANDOM.ints(GROUP, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    CodeHash hash() {
        return CodeHash.of(text);
    }

    /** Without the code, which is for the operator and the user alone. */
    @Override
    public String toString() {
        return "a one-time code";
    }
}
