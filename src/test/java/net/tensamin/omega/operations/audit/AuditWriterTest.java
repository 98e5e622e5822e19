package net.tensamin.omega.operations.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Meters;
import org.junit.jupiter.api.Test;

class AuditWriterTest {
    private final List<AuditEntry> table = new ArrayList<>();
    private final Counter lost = new Meters().counter("omega_test_total", "test");
    private boolean away;
    private final AuditWriter writer = new AuditWriter(this::write, Runnable::run, lost);

    private void write(List<AuditEntry> entries) {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
        table.addAll(entries);
    }

    @Test
    void whatIsDoneWhileTheDatabaseIsAwayIsWrittenWhenItIsBack() {
        away = true;
        List<AuditEntry> done = List.of(entry(1), entry(2), entry(3));
        done.forEach(writer::add);
        assertEquals(List.of(), table);
        assertEquals(done, writer.waiting());

        away = false;
        writer.start();
        assertEquals(done, table);
        assertEquals(List.of(), writer.waiting());
    }

    @Test
    void theOldestOfTooManyGoAndAreCounted() {
        away = true;
        for (int i = 0; i < AuditWriter.MOST_WAITING + 3; i++) {
            writer.add(entry(i));
        }
        assertEquals(3, lost.sum());

        away = false;
        writer.start();
        assertEquals(AuditWriter.MOST_WAITING, table.size());
        assertEquals(entry(3).at(), table.get(0).at());
    }

    static AuditEntry entry(long millis) {
        AuditEntry.Caller caller = new AuditEntry.Caller("urn:tensamin:operator:ada", "ab".repeat(32), "192.0.2.1");
        return new AuditEntry(
                new UUID(0, millis), Instant.ofEpochMilli(millis), "a:9188", caller, "GET /x", "user_id=42", 200);
    }
}
