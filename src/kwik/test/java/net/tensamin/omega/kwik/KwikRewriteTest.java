package net.tensamin.omega.kwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** The build's rewrite of Kwik: {@code src/build/java/KwikRewrite.java}. */
class KwikRewriteTest {
    private static final String REWRITTEN = "tech.kwik.core.stream.StreamOutputStreamImpl";

    @TempDir
    Path directory;

    @Test
    void rewrittenClassComesBeforeThatOfTheJar() throws ClassNotFoundException {
        CodeSource source = Class.forName(REWRITTEN).getProtectionDomain().getCodeSource();
        assertTrue(source.getLocation().getPath().endsWith("/classes/"), source::toString);
    }

    @Test
    void jarWithoutTheClassStopsTheBuild() throws IOException, InterruptedException {
        assertStops(
                jar("some/Other.class", new byte[0]), "there is no class tech/kwik/core/stream/StreamOutputStreamImpl");
    }

    @Test
    void jarWithoutTheCallSiteStopsTheBuild() throws IOException, InterruptedException {
        String entry = REWRITTEN.replace('.', '/') + ".class";
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(entry)) {
            assertStops(jar(entry, in.readAllBytes()), "has 0 places to rewrite, not 1");
        }
    }

    private void assertStops(Path jar, String message) throws IOException, InterruptedException {
        Path classes = directory.resolve("classes");
        Process build = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        location(ClassReader.class) + System.getProperty("path.separator") + location(ClassNode.class),
                        "src/build/java/KwikRewrite.java",
                        jar.toString(),
                        classes.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(build.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, build.exitValue(), output);
        assertEquals(1, output.lines().filter(line -> line.contains(message)).count(), output);
        assertTrue(Files.notExists(classes), "nothing may be written");
    }

    private static String location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private Path jar(String entry, byte[] content) throws IOException {
        Path jar = directory.resolve("kwik.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(content);
        }
        return jar;
    }
}
