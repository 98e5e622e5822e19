package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.faults.FaultsPage.Table;
import org.junit.jupiter.api.Test;

class FaultsPageTest {
    private static final String PAGE = """
            # Page
            <!-- written by the run: others -->

            | while | database | for |
            | --- | --- | ---: |
            | it rains | PostgreSQL | 3 s |
            | it snows | PostgreSQL | 4 s |

            <!-- written by the run: end -->
            after
            """;

    @Test
    void aRowTakesThePlaceOfTheFormerOneAndANewOneIsTheLast() {
        String page = FaultsPage.with(
                PAGE,
                Table.OTHERS,
                List.of(FaultsPage.row("it rains", "PostgreSQL", "5 s"), FaultsPage.row("it rains", "H2", "6 s")));

        assertEquals(PAGE.replace("3 s", "5 s").replace("4 s |\n", "4 s |\n| it rains | H2 | 6 s |\n"), page);
    }

    @Test
    void aPageWithoutTheTableIsNotWritten() {
        assertThrows(IllegalStateException.class, () -> FaultsPage.with(PAGE, Table.CATCH_UP, List.of("| a | b |")));
    }

    /** One of a fault that has another name now would stay for good. */
    @Test
    void everyRowIsOfAFault() throws IOException {
        Set<String> faults = Stream.of(
                        H2Faults.anywhere().stream().map(Fault::name),
                        H2Faults.onTmpfs().stream().map(Fault::name),
                        H2Faults.onExt4().stream().map(Fault::name),
                        PostgreSqlFaults.ofOneNode().stream().map(Fault::name),
                        PostgreSqlFaults.ofSeveralNodes().stream().map(Fault::name),
                        Stream.of(IdleServer.NAME, ReadOnlyDisk.NAME))
                .flatMap(names -> names)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), others(Table.COMMITS, faults));
        assertEquals(
                Set.of(),
                others(
                        Table.OTHERS,
                        Arrays.stream(LockedMailbox.Row.values())
                                .map(LockedMailbox.Row::words)
                                .collect(Collectors.toSet())));
        assertEquals(Set.of(), others(Table.CATCH_UP, Set.of(CatchUp.NAME)));
    }

    private static Set<String> others(Table table, Set<String> faults) throws IOException {
        Set<String> names = new TreeSet<>(FaultsPage.names(table));
        names.removeAll(faults);
        return names;
    }
}
