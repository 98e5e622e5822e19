package net.tensamin.omega.operations.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import net.tensamin.omega.operations.audit.AuditEntry.Caller;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every database must do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class AuditTableContract {
    private TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    @BeforeEach
    void clear() {
        expire(Instant.parse("9999-12-31T00:00:00Z"), 0);
    }

    @Test
    void whatIsWrittenIsReadTheNewestFirst() {
        add(List.of(entry(1), entry(2)));
        add(List.of(entry(3)));

        assertEquals(List.of(entry(3), entry(2), entry(1)), latest("", 10));
        assertEquals(List.of(entry(3), entry(2)), latest("", 2));
    }

    @Test
    void whatIsWrittenAgainIsThereOnce() {
        add(List.of(entry(1)));
        add(List.of(entry(1), entry(2)));

        assertEquals(List.of(entry(2), entry(1)), latest("", 10));
    }

    @Test
    void aPartOfCallerActionOrSubjectFinds() {
        AuditEntry other = new AuditEntry(
                new UUID(1, 1), Instant.ofEpochMilli(9), "b:1", new Caller("", "", "::1"), "GET /50%", "", 401);
        add(List.of(entry(1), other));

        assertEquals(List.of(entry(1)), latest("operator:ADA", 10));
        assertEquals(List.of(entry(1)), latest("user_id=42", 10));
        assertEquals(List.of(other), latest("50%", 10));
        assertEquals(List.of(), latest("nobody", 10));
    }

    @Test
    void whateverACallerSendsIsTaken() {
        String hostile = "\0\u001b[31m\r\n\ud800" + "\ud83d\ude00".repeat(400);
        AuditEntry entry = new AuditEntry(
                new UUID(2, 1),
                Instant.ofEpochMilli(1),
                hostile,
                new Caller(hostile, "", hostile),
                hostile,
                hostile,
                1);
        add(List.of(entry));

        assertEquals(List.of(entry), latest("", 10));
        assertEquals("??[31m???", entry.action().substring(0, 9));
        assertEquals(AuditEntry.LONGEST, entry.action().length());
    }

    @Test
    void whatIsTooOldOrTooMuchIsForgotten() {
        List<AuditEntry> many = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            many.add(entry(i));
        }
        add(many);

        expire(Instant.ofEpochMilli(3), 100);
        assertEquals(8, latest("", 100).size(), "1 and 2 are too old");
        expire(Instant.ofEpochMilli(3), 5);
        assertEquals(List.of(10L, 9L, 8L, 7L, 6L), millis(latest("", 100)));
    }

    private static AuditEntry entry(long millis) {
        return AuditWriterTest.entry(millis);
    }

    private static List<Long> millis(List<AuditEntry> entries) {
        return entries.stream().map(entry -> entry.at().toEpochMilli()).toList();
    }

    private void add(List<AuditEntry> entries) {
        in(table -> {
            table.add(entries);
            return null;
        });
    }

    private List<AuditEntry> latest(String find, int most) {
        return in(table -> table.latest(find, most));
    }

    private void expire(Instant before, int most) {
        in(table -> {
            table.expire(before, most);
            return null;
        });
    }

    private <T> T in(Function<AuditTable, T> work) {
        return database.call(entities -> {
            AuditTable table = new AuditTable();
            table.entities = entities;
            return work.apply(table);
        });
    }
}
