package net.tensamin.omega.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation finds what is planted: each of these faults fails a history. {@code mvn verify} plants the first three, {@code -Psimulation} all of them.
 */
class MutantsTest {
    private static final long HISTORIES = 10_000;
    private static final int PLANTED = Integer.getInteger("simulation.mutants", 3);

    private static final List<Mutant> ALL = List.of(
            new Mutant(
                    "a gap between revisions is ignored",
                    "tauri.BadgeSequence",
                    "entry != null && entry.getKey() <= last",
                    "entry != null"),
            new Mutant(
                    "a batch whose commit got no answer is committed again",
                    "mailbox.Committer",
                    "boolean committed = transaction.settle(batch);",
                    "boolean committed = transaction.settle(batch) && false;"),
            new Mutant(
                    "the cursor moves with the ping",
                    "tauri.Binding",
                    "heartbeat.pinged(now, written, next);",
                    "heartbeat.pinged(now, written, next); claim.proved(written);"),
            new Mutant(
                    "a notice is acknowledged before its commit",
                    "mailbox.NoticeBatcher",
                    "        return entry;\n    }",
                    "        CompletableFuture<Void> early = new CompletableFuture<>(); early.complete(null); return early;\n    }"),
            new Mutant(
                    "a batch that failed is not tried again",
                    "mailbox.NoticeBatcher",
                    "later.run(pause, this::runSoon);",
                    "if (pause.isZero()) later.run(pause, this::runSoon);"),
            new Mutant(
                    "a read of the inbox that failed is not tried again",
                    "tauri.Delivery",
                    "readPlanned = false;\n        planRead(RETRY);",
                    "readPlanned = false;"),
            new Mutant(
                    "a read of the inbox that failed counts as done",
                    "tauri.Delivery",
                    "failed, trying again\", e);\n            readFailed();",
                    "failed\", e);\n            taken(new BadgeSnapshot(lastRevision(), lastRevision(), List.of()), began);"),
            new Mutant(
                    "the wake-up of what waits for a lock is lost",
                    "mailbox.NoticeBatcher",
                    "if (queue.begin()) {",
                    "if (queue.size() < 0 && queue.begin()) {"),
            new Mutant(
                    "a session that is bound does not begin to deliver",
                    "tauri.Binding",
                    "roster().identified(session);\n        delivery().start();",
                    "roster().identified(session);"),
            new Mutant(
                    "a slow client's changes are forgotten",
                    "tauri.Delivery",
                    "        if (full) {\n            sequence.announce(change.revision());\n",
                    "        if (full) {\n"),
            new Mutant(
                    "what comes twice is told twice",
                    "tauri.BadgeSequence",
                    ".filter(badge -> badge.revision() > from)",
                    ".filter(badge -> badge.revision() > 0)"),
            new Mutant(
                    "cursors count as written before they are",
                    "tauri.CursorLog",
                    "        WrittenCursors done = devices.advance(batch);\n",
                    "        batch.forEach(unwritten::written);\n        WrittenCursors done = devices.advance(batch);\n"),
            new Mutant(
                    "a message that the bus lost is not missed",
                    "tauri.RevisionSweep",
                    "devices.forEach(way -> way.announce(user, revision));",
                    ""),
            new Mutant(
                    "reports of links that were replaced count",
                    "presence.ReportEffects",
                    "if (opens ? links.isStale(report.link()) : !links.isOpen(report.link())) {",
                    "if (opens && links.isOpen(report.link())) {"),
            new Mutant(
                    "a report of presence that was lost is not asked for",
                    "presence.PresenceRelay",
                    "last != UNKNOWN && last < sequence",
                    "last != UNKNOWN && last > sequence"),
            new Mutant(
                    "the links of a node that is gone stay", "presence.PresenceRelay", "board.links().gone(node);", ""),
            new Mutant(
                    "a revoked device keeps its session",
                    "tauri.Expulsion",
                    ".filter(session -> session.device().equals(device))\n                .forEach(session -> session.close(SessionEnding.REVOKED));",
                    ".filter(session -> false)\n                .forEach(session -> session.close(SessionEnding.REVOKED));"),
            new Mutant(
                    "what a removed user wrote is not cleared",
                    "mailbox.SenderClearing",
                    "int round = clearRound(sender);",
                    "int round = 0;"),
            new Mutant(
                    "a claim that failed is tried again whether or not the client is there",
                    "tauri.DeviceClaim",
                    "if (isInDoubt()) {",
                    "if (isInDoubt() && number > 0) {"),
            new Mutant(
                    "a change of a mailbox that another transaction has locked is answered",
                    "mailbox.Batch",
                    "return setAside.contains(submission.receiver())\n                && unknownUserOf(submission).isEmpty();",
                    "return false;"),
            new Mutant(
                    "the revision of a mailbox is not written",
                    "mailbox.BatchTransaction",
                    "        write(batch.changes());\n",
                    ""),
            new Mutant(
                    "a device that catches up misses the last change",
                    "mailbox.Mailboxes",
                    "newest <= revision ? List.of()",
                    "newest <= revision + 1 ? List.of()"),
            new Mutant(
                    "the mailbox of a removed user keeps its pairs",
                    "mailbox.RemovedMailboxes",
                    "        entities.createNamedQuery(PendingPair.REMOVE)\n                .setParameter(\"receiver\", user)\n                .executeUpdate();\n",
                    ""),
            new Mutant(
                    "the devices of a removed user stay",
                    "device.Devices",
                    "        entities.createNamedQuery(Device.FORGET)\n                .setParameter(\"user\", leaving.user().value())\n                .executeUpdate();\n",
                    ""),
            new Mutant(
                    "cursors of all claims are written",
                    "device.CursorBatch",
                    "numbers(cursors, DeviceCursor::claim)",
                    "numbers(cursors, cursor -> Long.MAX_VALUE)"),
            new Mutant(
                    "a wait does not end with its time",
                    "longpoll.Waits",
                    ".forEach(wait -> end(wait, wait.atLast()));",
                    ";"),
            new Mutant(
                    "a change ends no wait",
                    "longpoll.Waits",
                    ".filter(wait -> wait.revision() < revision)",
                    ".filter(wait -> wait.revision() > revision)"),
            new Mutant(
                    "a batcher does not see that the database came back older",
                    "mailbox.BatchTransaction",
                    "            batch.foundSetBack();\n",
                    ""),
            new Mutant(
                    "what another transaction has locked counts as done",
                    "tauri.CursorLog",
                    "Snapshot.of(done.waiting());",
                    "Set.of();"),
            new Mutant(
                    "a removed user is not barred",
                    "account.UserRemoval",
                    ".executeUpdate();\n        bar(user);",
                    ".executeUpdate();"));

    static Stream<Mutant> planted() {
        return ALL.stream().limit(PLANTED);
    }

    @Test
    void eachHasItsPlace() throws IOException {
        for (Mutant mutant : ALL) {
            mutant.in(Files.readString(Path.of(mutant.path())));
        }
    }

    @ParameterizedTest
    @MethodSource("planted")
    void aFaultThatIsPlantedIsFound(Mutant mutant) throws Exception {
        Optional<Map.Entry<Long, String>> found = new MutatedServer(mutant).firstToFail(HISTORIES);

        assertTrue(found.isPresent(), "nothing was found in " + HISTORIES + " histories");
        System.out.println(mutant.row(found.get().getKey(), found.get().getValue()));
    }
}
