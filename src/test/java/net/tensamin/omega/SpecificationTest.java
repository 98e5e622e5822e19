package net.tensamin.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.testing.SitePage;
import org.junit.jupiter.api.Test;

/** The contract has what the owner says, and whatever cites the contract or the map cites something that is there. */
class SpecificationTest {
    private static final String MARK = "†";
    private static final SitePage OWNER = new SitePage("owner.md");
    private static final SitePage SPECIFICATION = new SitePage("specification.md");
    private static final SitePage ARCHITECTURE = new SitePage("architecture.md");

    private static final Pattern ENTRY = Pattern.compile("(?m)^(?:- |## |\\| )(?:.*(?:\\n  .*)*)");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| (client|server) \\| `(\\{.*?})` " + MARK + " \\|");
    private static final Pattern SECTION_CITED = Pattern.compile("SPEC §(\\d+)|specification\\.md, sections? (\\d+)");
    private static final Pattern HEADING_CITED = Pattern.compile("architecture\\.md, \"([^\"]+)\"");

    @Test
    void everyFactOfTheOwnerStandsInTheSpecificationWordForWord() throws IOException {
        String specification = oneLine(SPECIFICATION.text());
        List<String> facts = ENTRY.matcher(OWNER.text())
                .results()
                .map(entry -> oneLine(entry.group()))
                .map(entry -> entry.replaceFirst("^(- |## )", ""))
                .filter(entry -> entry.contains(MARK))
                .toList();

        assertTrue(facts.size() > 14, facts::toString);
        assertEquals(
                List.of(),
                facts.stream().filter(fact -> !specification.contains(fact)).toList());
    }

    /** What is decided here must not look as if it were the owner's. */
    @Test
    void nothingElseIsMarkedAsTheOwners() throws IOException {
        assertEquals(marks(body(OWNER.text())), marks(built(body(SPECIFICATION.text()))));
    }

    @Test
    void messagesOfTheOwnerAreTheSameJson() throws IOException {
        Map<String, JsonObject> owners = messages(OWNER.text());

        assertEquals(5, owners.size(), owners::toString);
        assertEquals(owners, messages(SPECIFICATION.text()));
    }

    @Test
    void everyCitedSectionOfTheSpecificationExistsAndIsBuilt() throws IOException {
        Set<String> sections = headings(SPECIFICATION, "(?m)^## (\\d+)\\. ");

        assertTrue(sections.remove("8"), "the section of what is not built yet");
        assertTrue(sections.size() >= 7, sections::toString);
        assertEquals(List.of(), citations(SECTION_CITED, sections));
    }

    @Test
    void everyCitedHeadingOfTheArchitectureExists() throws IOException {
        assertEquals(List.of(), citations(HEADING_CITED, headings(ARCHITECTURE, "(?m)^## (.+)$")));
    }

    private static List<String> citations(Pattern cited, Set<String> there) throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path file : texts()) {
            for (MatchResult citation : cited.matcher(unwrapped(file)).results().toList()) {
                found++;
                String target = citation.group(1) == null ? citation.group(2) : citation.group(1);
                if (!there.contains(target)) {
                    missing.add(file + ": " + citation.group());
                }
            }
        }
        assertTrue(found > 5, "only " + found + " citations found");
        return missing;
    }

    private static List<Path> texts() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> sources = Files.walk(Path.of("src"))) {
            return Stream.concat(top, sources)
                    .filter(file -> file.toString().matches(".*\\.(java|js|md|html|yaml|xml|sql|properties)"))
                    .filter(file -> !file.endsWith(Path.of("net/tensamin/omega/SpecificationTest.java")))
                    .toList();
        }
    }

    /** A citation may be broken over two lines of a comment. */
    private static String unwrapped(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).replaceAll("\\s*\\n\\s*(\\*|//)?\\s*", " ");
    }

    private static Set<String> headings(SitePage page, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(page.text())
                .results()
                .map(heading -> heading.group(1))
                .collect(Collectors.toSet());
    }

    private static Map<String, JsonObject> messages(String page) {
        Map<String, JsonObject> messages = new TreeMap<>();
        MESSAGE.matcher(page).results().forEach(row -> {
            JsonObject message = json(row.group(2));
            messages.put(row.group(1) + " " + message.getString("type"), message);
        });
        return messages;
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** What follows the introduction, which explains the mark. */
    private static String body(String page) {
        return page.substring(page.indexOf("\n\n", page.indexOf(MARK)));
    }

    private static String built(String specification) {
        return specification.substring(0, specification.indexOf("\n## 8. "));
    }

    private static long marks(String text) {
        return text.chars().filter(character -> character == MARK.charAt(0)).count();
    }
}
