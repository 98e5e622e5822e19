package net.tensamin.omega.configuration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/** All keys of the program: the constants of the classes that {@code declarations.txt} beside this class names. */
final class Keys {
    private static final String PREFIX = "omega.";
    private static final String VARIABLE_PREFIX = "OMEGA_";
    /** What Kubernetes tells each container of each Service. */
    private static final Pattern OF_A_SERVICE =
            Pattern.compile(".*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

    private final List<Class<?>> declarations;
    private final List<Setting<?>> settings;

    private Keys(List<Class<?>> declarations) {
        this.declarations = declarations;
        settings = declarations.stream()
                .flatMap(one -> Arrays.stream(one.getDeclaredFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class)
                .<Setting<?>>map(Keys::value)
                .toList();
    }

    static Keys declared() {
        try (BufferedReader names = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Keys.class.getResourceAsStream("declarations.txt")), StandardCharsets.UTF_8))) {
            return new Keys(names.lines().<Class<?>>map(Keys::classNamed).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the classes that declare keys can be loaded from where this one was. */
    static boolean areLoadable() {
        return Keys.class.getClassLoader().getResource("net/tensamin/omega/operations/StartReport.class") != null;
    }

    List<String> declarations() {
        return declarations.stream().map(Class::getName).toList();
    }

    /** @throws IllegalArgumentException that names the nearest key, if one that begins with {@code omega.} is none */
    void refuseUnknown(Iterable<String> names) {
        for (String name : names) {
            if (name.startsWith(PREFIX)
                    && settings.stream().noneMatch(key -> key.name().equals(name))) {
                Setting<?> nearest = nearest(name);
                throw new IllegalArgumentException(
                        name + " is no key of Omega; the nearest is " + nearest.name() + ", " + nearest.meaning());
            }
        }
    }

    /** A line for each variable that may be meant for Omega and is no key. */
    List<String> strangeVariables(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLE_PREFIX))
                .filter(name ->
                        settings.stream().noneMatch(key -> key.environment().equals(name)))
                .filter(name -> !OF_A_SERVICE.matcher(name).matches() && !Setting.isOfAService(environment.get(name)))
                .sorted()
                .map(name -> "The variable " + name + " is no key of Omega and changes nothing; the nearest is "
                        + nearest(name.toLowerCase(Locale.ROOT).replace('_', '.'))
                                .environment())
                .toList();
    }

    /** Reads each key, and each record that reads itself. @throws IllegalArgumentException for the first that is wrong */
    void readAll(Config config) {
        settings.forEach(key -> key.in(config));
        declarations.forEach(one -> reader(one).ifPresent(from -> call(from, config)));
    }

    /** The value of a key that is declared, and of that kind. */
    <T> T named(String name, Class<T> kind, Config config) {
        return settings.stream()
                .filter(key -> key.name().equals(name))
                .map(key -> kind.cast(key.in(config)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is no key"));
    }

    /** One with the same last word is nearer than any other. */
    private Setting<?> nearest(String name) {
        return settings.stream()
                .min(Comparator.<Setting<?>, Boolean>comparing(
                                key -> !lastWord(key.name()).equals(lastWord(name)))
                        .thenComparing(key -> distance(key.name(), name)))
                .orElseThrow();
    }

    private static String lastWord(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein's: how many letters have to be put in, taken out or changed. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private static Optional<Method> reader(Class<?> declaration) {
        return Arrays.stream(declaration.getDeclaredMethods())
                .filter(method -> method.getName().equals("from")
                        && Modifier.isStatic(method.getModifiers())
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Config.class}))
                .findFirst();
    }

    private static void call(Method from, Config config) {
        try {
            from.setAccessible(true);
            from.invoke(null, config);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Setting<?> value(Field declaration) {
        try {
            declaration.setAccessible(true);
            return (Setting<?>) declaration.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> classNamed(String name) {
        try {
            return Class.forName(name, true, Keys.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return settings.stream().map(Setting::name).collect(Collectors.joining(" "));
    }
}
