package net.tensamin.omega.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No library of Omega's own has a hole that is known here; what Payara brings is named. */
class KnownHolesTest {
    private static final Path PAYARA = Path.of("target/payara-micro.jar");

    @Test
    void noLibraryOfTheWarOrOfTestsHasAKnownHole() throws Exception {
        List<KnownHoles.Component> libraries = KnownHoles.ofClassPath();
        assertTrue(libraries.size() > 20, "libraries were found");
        assertEquals(
                List.of(),
                KnownHoles.open(libraries, KnownHoles.read()).stream()
                        .filter(open -> !isOfTheServer(open.component()))
                        .toList());
    }

    /** Not shipped: the grid that is compiled against is the server's, and what starts Payara in tests has a client inside of it. */
    private static boolean isOfTheServer(KnownHoles.Component component) {
        return component.in().startsWith("hazelcast-") || component.in().startsWith("payara-container-");
    }

    @Test
    void whatPayaraBringsIsNamedAndNothingElseIs() throws Exception {
        List<KnownHoles.Hole> holes = KnownHoles.read();
        Set<String> open = KnownHoles.open(KnownHoles.in(PAYARA), holes).stream()
                .map(each -> each.hole().id())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> left = holes.stream()
                .filter(hole -> !hole.left().isEmpty())
                .map(KnownHoles.Hole::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(left, open);
        String security = Files.readString(Path.of("SECURITY.md"));
        assertEquals(
                List.of(), open.stream().filter(id -> !security.contains(id)).toList(), "named in SECURITY.md");
    }

    @ParameterizedTest
    @CsvSource({
        "2.20.0, 2.21.4, -1",
        "2.21.4, 2.21.4, 0",
        "2.21, 2.21.0, 0",
        "2.21.10, 2.21.9, 1",
        "4.2.18.Final, 4.2.15.Final, 1",
        "5.3.8-payara-1, 5.3.8, 0",
        "10.0, 9.99, 1"
    })
    void versionsAreComparedByTheirNumbers(String version, String other, int order) {
        assertEquals(order, Integer.signum(KnownHoles.compare(version, other)));
    }

    @Test
    void archivesThatDoNotSayWhatTheyAreAreKnownByTheirNames() {
        KnownHoles.Hole hole = new KnownHoles.Hole("X-1", "org.example:thing", "1.2", "");
        assertTrue(hole.isIn(new KnownHoles.Component("thing", "1.1", "thing-1.1.jar")));
        assertTrue(hole.isIn(new KnownHoles.Component("org.example:thing", "1.1", "some.jar")));
        assertEquals(false, hole.isIn(new KnownHoles.Component("org.other:thing", "1.1", "some.jar")));
        assertEquals(false, hole.isIn(new KnownHoles.Component("thing", "1.2", "thing-1.2.jar")));
    }
}
