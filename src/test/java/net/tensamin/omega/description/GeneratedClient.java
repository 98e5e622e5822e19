package net.tensamin.omega.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java client that the build generates of the API's description, as a client developer would: compiled, and used. */
public final class GeneratedClient {
    private static final Path SOURCES = Path.of("target", "java-client", "src", "main", "java");
    private static final Path CLASSES = Path.of("target", "java-client", "classes");
    private static final Path USE = Path.of("src", "test", "client", "java", "EveryOperation.java");

    private GeneratedClient() {}

    /** Fails unless each operation that is described was called, and did as described. */
    public static void callsEveryOperation() throws Exception {
        compile();
        Set<String> missing = new TreeSet<>(ApiDescriptions.operations().keySet());
        for (String call : calls()) {
            missing.removeIf(operation -> call.matches(operation.replaceAll("\\{\\w+}", "[^/]+")));
        }
        assertEquals(Set.of(), missing);
    }

    private static Set<String> calls() throws Exception {
        URL[] classes = {CLASSES.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classes, GeneratedClient.class.getClassLoader())) {
            @SuppressWarnings("unchecked")
            Callable<Set<String>> use = (Callable<Set<String>>)
                    loader.loadClass("EveryOperation").getConstructor().newInstance();
            return use.call();
        }
    }

    private static void compile() throws IOException {
        Files.createDirectories(CLASSES);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> generated = Files.walk(SOURCES)) {
            List<Path> sources = Stream.concat(
                            generated.filter(file -> file.toString().endsWith(".java")), Stream.of(USE))
                    .toList();
            List<String> options = List.of("-d", CLASSES.toString(), "-proc:none", "-nowarn");
            assertTrue(
                    compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                            .call(),
                    said::toString);
        }
    }
}
