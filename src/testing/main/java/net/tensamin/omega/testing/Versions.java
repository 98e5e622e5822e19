package net.tensamin.omega.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions, from the files that lock them. */
public final class Versions {
    private Versions() {}

    /** Of a crate, in a {@code Cargo.lock}. */
    public static String ofCrate(Path lock, String name) throws IOException {
        return of(lock, "name = \"" + name + "\"\nversion = \"([^\"]+)\"");
    }

    /** @param pattern with one group, the version */
    public static String of(Path file, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + file);
        }
        return matcher.group(1);
    }
}
