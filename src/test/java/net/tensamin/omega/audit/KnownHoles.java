package net.tensamin.omega.audit;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * What archives are made of, those inside of archives too, and which of the holes in {@code src/known-holes.csv} that leaves open. Needs no network and
 * nothing but the JDK: the profile {@code sbom} runs {@link #main}.
 */
final class KnownHoles {
    static final Path DATA = Path.of("src/known-holes.csv");

    private static final Pattern NAME = Pattern.compile(".*?([A-Za-z][\\w.-]*?)-(\\d[\\w.-]*)\\.jar");
    private static final String COMMENT = "#";

    private KnownHoles() {}

    /**
     * @param name group and artifact, or the artifact alone where an archive does not say more
     * @param in the archive that has it
     */
    record Component(String name, String version, String in) {}

    /**
     * @param name group and artifact
     * @param fixed the first version without it
     * @param left why it is left open; empty if it must not be
     */
    record Hole(String id, String name, String fixed, String left) {
        boolean isIn(Component component) {
            boolean same = component.name().contains(":")
                    ? component.name().equals(name)
                    : name.endsWith(":" + component.name());
            return same && compare(component.version(), fixed) < 0;
        }
    }

    /** @param hole in that component */
    record Open(Hole hole, Component component) {}

    static List<Hole> read() throws IOException {
        return Files.readAllLines(DATA).stream()
                .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
                .map(line -> line.split(",", 4))
                .map(cells -> new Hole(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip()))
                .toList();
    }

    static List<Open> open(List<Component> components, List<Hole> holes) {
        return components.stream()
                .flatMap(component ->
                        holes.stream().filter(hole -> hole.isIn(component)).map(hole -> new Open(hole, component)))
                .toList();
    }

    /** By their numbers; what follows the numbers does not count. */
    static int compare(String version, String other) {
        List<Integer> ours = numbers(version);
        List<Integer> theirs = numbers(other);
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            int difference = (i < ours.size() ? ours.get(i) : 0) - (i < theirs.size() ? theirs.get(i) : 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static List<Integer> numbers(String version) {
        return Stream.of(version.split("[.-]"))
                .takeWhile(part -> part.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .toList();
    }

    static List<Component> in(Path archive) throws IOException {
        Contents contents = new Contents(archive.getFileName().toString());
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (Contents.matter(entry)) {
                    try (InputStream bytes = zip.getInputStream(entry)) {
                        contents.add(entry, bytes);
                    }
                }
            }
        }
        return contents.components();
    }

    private static List<Component> in(String archive, InputStream bytes) throws IOException {
        Contents contents = new Contents(archive);
        ZipInputStream zip = new ZipInputStream(bytes);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (Contents.matter(entry)) {
                contents.add(entry, zip);
            }
        }
        return contents.components();
    }

    /** What is found in one archive, entry by entry. */
    private static final class Contents {
        private final String archive;
        private final List<Component> described = new ArrayList<>();
        private final List<Component> inside = new ArrayList<>();

        private Contents(String archive) {
            this.archive = archive;
        }

        static boolean matter(ZipEntry entry) {
            return entry.getName().endsWith(".jar") || entry.getName().matches("META-INF/maven/.*/pom\\.properties");
        }

        void add(ZipEntry entry, InputStream bytes) throws IOException {
            if (entry.getName().endsWith(".jar")) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                inside.addAll(in(name, new ByteArrayInputStream(bytes.readAllBytes())));
            } else {
                described.add(described(bytes.readAllBytes(), archive));
            }
        }

        List<Component> components() {
            Matcher named = NAME.matcher(archive);
            if (described.isEmpty() && named.matches()) {
                inside.add(new Component(named.group(1), named.group(2), archive));
            }
            inside.addAll(described);
            return inside;
        }
    }

    private static Component described(byte[] properties, String archive) throws IOException {
        Properties pom = new Properties();
        pom.load(new ByteArrayInputStream(properties));
        return new Component(
                pom.getProperty("groupId") + ":" + pom.getProperty("artifactId"),
                pom.getProperty("version", "0").strip(),
                archive);
    }

    /** Writes what is in archives, and what of it is open, to the first of these files; the others are the archives. */
    public static void main(String[] files) throws IOException {
        List<Hole> holes = read();
        List<String> lines = new ArrayList<>();
        for (String file : List.of(files).subList(1, files.length)) {
            List<Component> components = in(Path.of(file));
            lines.add("# " + file + ": " + components.size() + " components");
            open(components, holes)
                    .forEach(open -> lines.add("OPEN " + open.hole().id() + " in "
                            + open.component().name() + " " + open.component().version() + " ("
                            + open.component().in() + "), fixed in "
                            + open.hole().fixed() + "; " + open.hole().left()));
            components.stream()
                    .map(component -> component.name() + " " + component.version())
                    .distinct()
                    .sorted()
                    .forEach(lines::add);
        }
        Files.write(Path.of(files[0]), lines);
    }

    /** The libraries that the test's own classes are run with: those of the WAR, and those of tests. */
    static List<Component> ofClassPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(jar -> {
                    try {
                        return in(jar).stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
