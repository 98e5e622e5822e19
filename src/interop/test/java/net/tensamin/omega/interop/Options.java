package net.tensamin.omega.interop;

import java.util.HashMap;
import java.util.Map;

/** The options of a client in Java: pairs of {@code --name} and value. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    Options(String[] words) {
        for (int word = 0; word + 1 < words.length; word += 2) {
            values.put(words[word].substring("--".length()), words[word + 1]);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String get(String name) {
        return values.get(name);
    }

    long number(String name, long otherwise) {
        return has(name) ? Long.parseLong(get(name)) : otherwise;
    }
}
