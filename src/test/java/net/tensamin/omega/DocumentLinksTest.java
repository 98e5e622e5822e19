package net.tensamin.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents of this repository point to is there. */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(#[^)]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CLASS =
            Pattern.compile("`((?:[a-z]+\\.)*)([A-Z][a-z]+[A-Za-z0-9]*)(?:\\.[a-z]\\w*)?`");

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFileAndToAHeadingOfIt(Path document) throws IOException {
        List<String> broken = LINK.matcher(Files.readString(document))
                .results()
                .filter(link -> !link.group(1).contains("://"))
                .filter(link -> !isThere(document, link))
                .map(MatchResult::group)
                .toList();

        assertEquals(List.of(), broken);
    }

    private static boolean isThere(Path document, MatchResult link) {
        Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
        if (Files.notExists(target)) {
            return false;
        }
        return link.group(2) == null || anchors(target).contains(link.group(2).substring(1));
    }

    /** As the usual renderers make them of headings. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** Whoever moves or renames one is told here that the map is to follow. */
    @Test
    void everyClassOnTheMapExists() throws IOException {
        Set<String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            sources = files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .collect(Collectors.toSet());
        }
        List<String> missing = CLASS.matcher(read(Path.of("src/site/architecture.md")))
                .results()
                .filter(named -> sources.stream().noneMatch(source -> source.endsWith(file(named))))
                .map(MatchResult::group)
                .toList();

        assertEquals(List.of(), missing);
    }

    private static String file(MatchResult named) {
        return "/" + named.group(1).replace('.', '/') + named.group(2) + ".java";
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new AssertionError(page.toString(), e);
        }
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> site = Files.walk(Path.of("src/site"))) {
            List<Path> documents = Stream.concat(top, site)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
            assertFalse(documents.isEmpty());
            return documents;
        }
    }
}
