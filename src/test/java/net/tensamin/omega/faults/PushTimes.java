package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestIdentity;

/**
 * Sends notices to users at a steady pace, whatever becomes of them, and takes the time from when each was to be sent until its push arrives. A pair has
 * one notice on its way at most. Not thread-safe.
 */
final class PushTimes implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_NANOS = 200_000;

    private final OmikronClient omikron;
    private final Map<Long, TauriClient> phones = new HashMap<>();
    private final Queue<Pair> free = new ArrayDeque<>();
    private final Map<Pair, Long> underWay = new HashMap<>();
    private List<Long> nanos = new ArrayList<>();
    private long unanswered;

    private record Pair(long receiver, long sender) {}

    /** Of some pushes, all of which came. */
    record Times(List<Long> sortedNanos) {
        Duration percentile(int part) {
            return Duration.ofNanos(sortedNanos.get((sortedNanos.size() - 1) * part / 100));
        }

        int count() {
            return sortedNanos.size();
        }
    }

    /** @param phones of each user, who has nothing pending; closed with this */
    PushTimes(OmikronClient omikron, Map<Long, TauriClient> phones) {
        this.omikron = omikron;
        this.phones.putAll(phones);
        List<Pair> pairs = new ArrayList<>();
        phones.keySet().forEach(receiver -> Arrays.stream(ModelledLoad.USERS)
                .forEach(sender -> pairs.add(new Pair(receiver, sender))));
        Collections.shuffle(pairs);
        free.addAll(pairs);
    }

    static PushTimes on(Scene scene, OmikronClient omikron, Map<Long, TestIdentity> users) {
        Map<Long, TauriClient> phones = new HashMap<>();
        users.forEach((user, identity) -> phones.put(user, scene.session(identity, user)));
        return new PushTimes(omikron, phones);
    }

    /** Goes on for so long, and until each push has come. */
    Times run(Duration time, Runnable meanwhile) throws InterruptedException {
        nanos = new ArrayList<>();
        long begin = System.nanoTime();
        long due = begin;
        for (long now = begin; now - begin < time.toNanos(); now = System.nanoTime()) {
            if (now - due >= 0 && !free.isEmpty()) {
                send(free.remove(), due);
                due += PACE.toNanos();
            }
            take();
            meanwhile.run();
            TimeUnit.NANOSECONDS.sleep(LOOK_NANOS); // the pace of a load, nothing is waited for
        }
        awaitPushes();
        Collections.sort(nanos);
        return new Times(List.copyOf(nanos));
    }

    private void awaitPushes() throws InterruptedException {
        for (long begin = System.nanoTime(); !underWay.isEmpty(); ) {
            take();
            assertTrue(System.nanoTime() - begin < PATIENCE.toNanos(), () -> "no push came of " + underWay.keySet());
            TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
        }
    }

    private void send(Pair pair, long due) {
        underWay.put(pair, due);
        notice(pair.sender, pair.receiver);
    }

    /** One that is in no time. */
    void notice(long sender, long receiver) {
        unanswered++;
        omikron.beginSend(("{'id':'1','type':'push_notification','data':{'sender_id':%d,'receiver_id':%d}}"
                        .formatted(sender, receiver))
                .replace('\'', '"'));
    }

    private void take() {
        assertTrue(!omikron.ended(), "the link of the Omikron has ended");
        for (Optional<OmikronClient.Message> reply = omikron.replyNow();
                reply.isPresent();
                reply = omikron.replyNow()) {
            OmikronClient.Message answer = reply.get();
            assertTrue(answer.type().equals("push_notification"), () -> "not stored: " + answer);
            unanswered--;
        }
        phones.forEach(this::hear);
    }

    private void hear(long user, TauriClient phone) {
        for (Optional<String> line = phone.talk().stream().lineNow();
                line.isPresent();
                line = phone.talk().stream().lineNow()) {
            PushLine heard = PushLine.of(line.get());
            if (heard.isPing()) {
                phone.talk().say("{'type':'pong','data':{'last_ping':0}}");
            } else {
                Pair pair = new Pair(user, heard.sender());
                Long due = underWay.remove(pair);
                assertTrue(due != null, () -> "nobody asked for " + heard);
                nanos.add(System.nanoTime() - due);
                free.add(pair);
            }
        }
    }

    /** Those of the locked user included. */
    void awaitAnswers() throws InterruptedException {
        for (long begin = System.nanoTime(); unanswered > 0; ) {
            take();
            assertTrue(System.nanoTime() - begin < PATIENCE.toNanos(), () -> unanswered + " notices are not answered");
            TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        phones.values().forEach(TauriClient::close);
    }
}
