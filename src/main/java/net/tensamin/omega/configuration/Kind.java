package net.tensamin.omega.configuration;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the values of a setting are written and read.
 *
 * @param expected what a value has to be, for the error
 * @param parser throws {@link IllegalArgumentException} or {@link DateTimeException} for what is not as expected
 */
record Kind<T>(String expected, Function<String, T> parser) {
    /** In ISO 8601. */
    static final Kind<Duration> DURATION = new Kind<>("a duration", text -> Duration.parse(text.strip()));

    static final Kind<Integer> NUMBER = new Kind<>("a whole number", text -> Integer.valueOf(text.strip()));
    static final Kind<Boolean> FLAG = new Kind<>("true or false", Kind::trueOrFalse);
    static final Kind<String> TEXT = new Kind<>("a text", Function.identity());
    static final Kind<List<String>> WORDS = new Kind<>("words separated by commas", Kind::split);

    /** One of an enum's constants, in lower case. */
    static <E extends Enum<E>> Kind<E> choice(Class<E> of) {
        E[] all = of.getEnumConstants();
        String words = Arrays.stream(all).map(Kind::written).collect(Collectors.joining(" or "));
        return new Kind<>(words, text -> Arrays.stream(all)
                .filter(one -> written(one).equals(text.strip()))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
    }

    /** Both ends are allowed values. */
    static <T extends Comparable<T>> Kind<T> between(Kind<T> kind, T least, T most) {
        return new Kind<>(kind.expected() + " from " + written(least) + " to " + written(most), text -> {
            T value = kind.parser().apply(text);
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException();
            }
            return value;
        });
    }

    <R> Kind<R> map(Function<T, R> further) {
        return new Kind<>(expected, parser.andThen(further));
    }

    /** As an operator would write it: Java writes a month of 30 days as PT720H. */
    static String written(Object value) {
        if (value instanceof Duration time && !time.isZero() && time.equals(Duration.ofDays(time.toDays()))) {
            return "P" + time.toDays() + "D";
        }
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
    }

    private static boolean trueOrFalse(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static List<String> split(String text) {
        List<String> words =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (words.contains("")) {
            throw new IllegalArgumentException();
        }
        return words;
    }
}
