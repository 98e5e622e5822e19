package net.tensamin.omega.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions, from the files that lock them. */
final class Versions {
    private Versions() {}

    /** @param pattern with one group, the version */
    static String of(Path file, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + file);
        }
        return matcher.group(1);
    }
}
