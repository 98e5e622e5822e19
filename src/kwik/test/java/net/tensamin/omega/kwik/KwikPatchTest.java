package net.tensamin.omega.kwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import net.tensamin.omega.kwik.KwikPatch.KwikChanged;
import net.tensamin.omega.kwik.KwikPatch.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kwik's sources are patched where, and only where, they are what the patches were made for. */
class KwikPatchTest {
    private static final Path JAR = Path.of(System.getProperty("kwik.sources"));
    private static final String SHA_256 = System.getProperty("kwik.sources.sha256");
    private static final Path PATCHES = Path.of(System.getProperty("kwik.patches"));

    @TempDir
    Path directory;

    @Test
    void eachLineThatAHunkNamesIsLookedAt() throws IOException {
        Map<String, List<String>> sources = KwikPatch.read(JAR, SHA_256);
        int hunks = 0;
        for (Path patch : KwikPatch.patches(PATCHES)) {
            for (Section section : KwikPatch.sections(patch)) {
                for (AbstractDelta<String> hunk : section.patch().getDeltas()) {
                    hunks++;
                    assertTrue(hunk.getSource().size() > 0, () -> section.file() + " is changed without context");
                    for (int i = 0; i < hunk.getSource().size(); i++) {
                        int line = hunk.getSource().getPosition() + i;
                        assertRefused(patch, sources, section.file(), tampered(sources.get(section.file()), line));
                    }
                }
            }
            KwikPatch.apply(sources, patch);
        }
        assertTrue(hunks > 50, "only " + hunks);
    }

    @Test
    void whatHasMovedByALineIsRefused() throws IOException {
        Map<String, List<String>> sources = KwikPatch.read(JAR, SHA_256);
        for (Path patch : KwikPatch.patches(PATCHES)) {
            for (Section section : KwikPatch.sections(patch)) {
                List<String> moved = new ArrayList<>(sources.get(section.file()));
                moved.add(0, "// moved");
                assertRefused(patch, sources, section.file(), moved);
            }
            KwikPatch.apply(sources, patch);
        }
    }

    @Test
    void fileThatIsNotThereIsMissed() throws IOException {
        Map<String, List<String>> sources = KwikPatch.read(JAR, SHA_256);
        Path patch = KwikPatch.patches(PATCHES).get(0);
        sources.remove(KwikPatch.sections(patch).get(0).file());
        assertThrows(KwikChanged.class, () -> KwikPatch.apply(sources, patch));
    }

    @Test
    void otherSourcesEndTheBuild() throws IOException, InterruptedException {
        String file =
                KwikPatch.sections(KwikPatch.patches(PATCHES).get(0)).get(0).file();
        Map<String, List<String>> sources = KwikPatch.read(JAR, SHA_256);
        int changed = KwikPatch.sections(KwikPatch.patches(PATCHES).get(0))
                .get(0)
                .patch()
                .getDeltas()
                .get(0)
                .getSource()
                .getPosition();
        sources.put(file, tampered(sources.get(file), changed));
        Path tampered = jar(sources);
        assertTrue(build(tampered, SHA_256).contains("SHA-256"));
        assertTrue(build(tampered, KwikPatch.sha256(tampered)).contains(file + " is not what was patched"));
        assertTrue(Files.notExists(directory.resolve("patched")), "nothing may be written");
    }

    private static void assertRefused(Path patch, Map<String, List<String>> sources, String file, List<String> other) {
        Map<String, List<String>> copy = new TreeMap<>(sources);
        copy.put(file, other);
        KwikChanged refusal = assertThrows(KwikChanged.class, () -> KwikPatch.apply(copy, patch));
        assertTrue(refusal.getMessage().contains(file), refusal::getMessage);
    }

    private static List<String> tampered(List<String> lines, int line) {
        List<String> tampered = new ArrayList<>(lines);
        tampered.set(line, tampered.get(line) + " ");
        return tampered;
    }

    private Path jar(Map<String, List<String>> sources) throws IOException {
        Path jar = directory.resolve("kwik.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, List<String>> source : sources.entrySet()) {
                out.putNextEntry(new JarEntry(source.getKey()));
                out.write(String.join("\n", source.getValue()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** What the build's step says when it fails. */
    private String build(Path jar, String sha256) throws IOException, InterruptedException {
        String classes =
                location(KwikPatch.class) + System.getProperty("path.separator") + location(UnifiedDiffUtils.class);
        Process build = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes,
                        KwikPatch.class.getName(),
                        jar.toString(),
                        sha256,
                        PATCHES.toString(),
                        directory.resolve("patched").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(build.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, build.exitValue(), output);
        return output;
    }

    private static String location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }
}
