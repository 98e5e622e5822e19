package net.tensamin.omega.configuration;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;

/**
 * A key of the configuration. It is always declared as a static constant of the class that reads it: that is where the
 * test of the table in src/site/configuration.md finds it.
 */
public final class Setting<T> {
    private final String name;
    private final T preset;
    private final String shownPreset;
    private final String meaning;
    private final Kind<T> kind;

    private Setting(String name, T preset, String shownPreset, String meaning, Kind<T> kind) {
        this.name = name;
        this.preset = preset;
        this.shownPreset = shownPreset;
        this.meaning = meaning;
        this.kind = kind;
    }

    /** Written in ISO 8601, such as {@code PT15S}. */
    public static Bounds<Duration> duration(String name, Duration preset, String meaning) {
        return (least, most) -> of(name, preset, meaning, Kind.between(Kind.DURATION, least, most));
    }

    public static Bounds<Integer> number(String name, int preset, String meaning) {
        return (least, most) -> of(name, preset, meaning, Kind.between(Kind.NUMBER, least, most));
    }

    public static Setting<Boolean> flag(String name, boolean preset, String meaning) {
        return of(name, preset, meaning, Kind.FLAG);
    }

    /** One of an enum's constants, written in lower case. */
    public static <E extends Enum<E>> Setting<E> choice(String name, E preset, String meaning) {
        return of(name, preset, meaning, Kind.choice(preset.getDeclaringClass()));
    }

    public static Setting<String> text(String name, String preset, String meaning) {
        return of(name, preset, meaning, Kind.TEXT);
    }

    /** Words separated by commas, none by default. */
    public static Setting<List<String>> words(String name, String meaning) {
        return new Setting<>(name, List.of(), "none", meaning, Kind.WORDS);
    }

    /**
     * Words separated by commas, none by default.
     *
     * @param expected what the words have to be, for the error
     */
    public static Setting<List<String>> words(String name, String expected, Predicate<String> form, String meaning) {
        Function<String, List<String>> parser = text -> {
            List<String> words = Kind.WORDS.parser().apply(text);
            if (!words.stream().allMatch(form)) {
                throw new IllegalArgumentException();
            }
            return words;
        };
        return new Setting<>(name, List.of(), "none", meaning, new Kind<>(expected, parser));
    }

    /** Words separated by commas. */
    public static Setting<List<String>> words(String name, String preset, String meaning) {
        return new Setting<>(name, Kind.WORDS.parser().apply(preset), code(preset), meaning, Kind.WORDS);
    }

    /**
     * A value of any other kind.
     *
     * @param expected what a value has to be, for the error
     * @param parser throws {@link IllegalArgumentException} or {@link DateTimeException} for what is not as expected
     */
    public static <T> Setting<T> of(
            String name, T preset, String expected, Function<String, T> parser, String meaning) {
        return of(name, preset, meaning, new Kind<>(expected, parser));
    }

    /** @param otherwise what holds without it, in Markdown */
    public static Setting<Optional<String>> optional(String name, String otherwise, String meaning) {
        return new Setting<>(name, Optional.empty(), otherwise, meaning, Kind.TEXT.map(Optional::of));
    }

    /** @throws IllegalArgumentException whose message is for the operator and names the key */
    public T in(Config config) {
        return given(config).orElse(preset);
    }

    /** As {@link #in}, but nothing where only the default would hold. */
    public Optional<T> given(Config config) {
        return config.getOptionalValue(name, String.class).map(this::read);
    }

    /** For what the bounds cannot say, such as a rule between two keys. */
    public IllegalArgumentException mustBe(String expected, Object actual) {
        String origin = isOfAService(String.valueOf(actual))
                ? ", which Kubernetes sets for a Service of that name: enableServiceLinks: false keeps it away"
                : "";
        return new IllegalArgumentException(label() + " must be " + expected + ", not " + actual + origin);
    }

    /** The key and its variable, for lines that operators read. */
    public String label() {
        return name + " (" + environment() + ")";
    }

    /** Whether this is how Kubernetes tells a container the address of a Service. */
    static boolean isOfAService(String value) {
        return value.matches("(tcp|udp|sctp)://.*");
    }

    public String name() {
        return name;
    }

    /** The environment variable that MicroProfile Config takes for this key. */
    public String environment() {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** In Markdown. */
    public String shownPreset() {
        return shownPreset;
    }

    /** In Markdown, in one line. */
    public String meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return name;
    }

    private T read(String text) {
        try {
            return kind.parser().apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw mustBe(kind.expected(), text);
        }
    }

    private static <T> Setting<T> of(String name, T preset, String meaning, Kind<T> kind) {
        return new Setting<>(name, preset, code(Kind.written(preset)), meaning, kind);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    /** What a setting still lacks; both ends are allowed values. */
    public interface Bounds<T> {
        Setting<T> between(T least, T most);
    }
}
