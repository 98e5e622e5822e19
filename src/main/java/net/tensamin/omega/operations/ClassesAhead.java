package net.tensamin.omega.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Loads the classes of Omega and of what it cannot do without, before clients are let in. One that is needed for the first time while the process has no file
 * descriptors left cannot be read, and the virtual machine does not forget that (JVMS §5.4.3): what needed it would fail for good.
 */
final class ClassesAhead {
    private static final Logger LOG = System.getLogger(ClassesAhead.class.getName());

    /** One of each folder or jar. */
    private static final List<String> PLACES = List.of(
            ClassesAhead.class.getName(),
            "tech.kwik.core.QuicConnection",
            "tech.kwik.agent15.engine.TlsServerEngine",
            "org.postgresql.Driver");

    private static final String SUFFIX = ".class";

    private final ClassLoader loader;

    ClassesAhead(ClassLoader loader) {
        this.loader = loader;
    }

    /** Returns how many there are now. */
    int load() {
        return PLACES.stream()
                .flatMap(name -> load(name).stream())
                .flatMap(type -> place(type).stream())
                .flatMap(place -> namesIn(place).stream())
                .mapToInt(name -> load(name).isPresent() ? 1 : 0)
                .sum();
    }

    private Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError optional) { // of a library that is not there
            LOG.log(Level.DEBUG, "not loaded ahead: {0}", name);
            return Optional.empty();
        }
    }

    /** Empty on a server that keeps applications in a place of its own kind. */
    private static Optional<Path> place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) {
            return Optional.empty();
        }
        try {
            return Optional.of(root(Path.of(location.toURI()), type));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Payara says of a class in a folder where its own file is. */
    private static Path root(Path location, Class<?> type) {
        Path file = Path.of(type.getName().replace('.', '/') + SUFFIX);
        if (!location.endsWith(file)) {
            return location;
        }
        Path root = location;
        for (int i = 0; i < file.getNameCount(); i++) {
            root = root.getParent();
        }
        return root;
    }

    static List<String> namesIn(Path place) {
        try {
            return Files.isDirectory(place) ? namesInFolder(place) : namesInJar(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> namesInFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return names(files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/')));
        }
    }

    private static List<String> namesInJar(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return names(file.stream().map(ZipEntry::getName));
        }
    }

    private static List<String> names(Stream<String> files) {
        return files.filter(file -> file.endsWith(SUFFIX) && !file.contains("-info") && !file.startsWith("META-INF/"))
                .map(file -> file.substring(0, file.length() - SUFFIX.length()).replace('/', '.'))
                .toList();
    }
}
