package net.tensamin.omega.kwik;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Kwik's sources with the patches of a directory applied, in the order of their names: {@code java KwikPatch.java
 * <sources.jar> <its SHA-256> <patches> <target>}. A hunk applies where it says and to the lines it says, or the build ends
 * here: no fuzz, no offset. Files of the target that are already right are left alone, so that nothing is compiled again.
 */
public final class KwikPatch {
    private static final String OLD = "--- a/";
    private static final String COMMENT = "#";

    private KwikPatch() {}

    /** One file's part of a patch. */
    record Section(String file, Patch<String> patch) {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("usage: java KwikPatch.java <sources.jar> <SHA-256> <patches> <target>");
        }
        try {
            Map<String, List<String>> sources = read(Path.of(arguments[0]), arguments[1]);
            for (Path patch : patches(Path.of(arguments[2]))) {
                apply(sources, patch);
            }
            write(sources, Path.of(arguments[3]));
        } catch (KwikChanged e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Lines by file; a module's description is none of them, since a WAR's libraries are on the class path. */
    static Map<String, List<String>> read(Path jar, String sha256) throws IOException {
        if (!sha256(jar).equals(sha256)) {
            throw new KwikChanged(jar + ": SHA-256 is " + sha256(jar) + " and not " + sha256);
        }
        Map<String, List<String>> sources = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().matches("tech/.*\\.(java|properties)")) {
                    byte[] bytes = file.getInputStream(entry).readAllBytes();
                    sources.put(entry.getName(), lines(new String(bytes, StandardCharsets.UTF_8)));
                }
            }
        }
        return sources;
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    static List<Path> patches(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }

    static void apply(Map<String, List<String>> sources, Path patch) throws IOException {
        for (Section section : sections(patch)) {
            List<String> original = sources.get(section.file);
            if (original == null) {
                throw new KwikChanged(patch + ": there is no " + section.file);
            }
            try {
                sources.put(section.file, section.patch.applyTo(original));
            } catch (PatchFailedException e) {
                throw new KwikChanged(patch + ": " + section.file + " is not what was patched: " + e.getMessage());
            }
        }
    }

    /** Lines between the files' parts that begin with {@value #COMMENT} say why. */
    static List<Section> sections(Path patch) throws IOException {
        List<Section> sections = new ArrayList<>();
        List<String> section = new ArrayList<>();
        for (String line : Files.readAllLines(patch)) {
            if (line.startsWith(COMMENT) || line.startsWith(OLD)) {
                close(section, sections);
            }
            if (!line.startsWith(COMMENT)) {
                section.add(line);
            }
        }
        close(section, sections);
        return sections;
    }

    private static void close(List<String> section, List<Section> sections) {
        if (!section.isEmpty()) {
            String file = section.get(0).substring(OLD.length());
            sections.add(new Section(file, UnifiedDiffUtils.parseUnifiedDiff(section)));
            section.clear();
        }
    }

    private static void write(Map<String, List<String>> sources, Path target) throws IOException {
        for (Map.Entry<String, List<String>> source : sources.entrySet()) {
            Path file = target.resolve(source.getKey());
            byte[] bytes = String.join("\n", source.getValue()).getBytes(StandardCharsets.UTF_8);
            if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            }
        }
    }

    /** The sources are not those that the patches were made for. */
    static final class KwikChanged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KwikChanged(String message) {
            super(message);
        }
    }
}
