package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device behind a NAT that forgets silent paths, in virtual time: it asks by itself 5 s after a ping was due, as the reference client does. What was sent
 * into a path that is forgotten comes once the device has opened another.
 */
final class PhoneBehindNat {
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration OVERDUE = Duration.ofSeconds(5);
    private static final Duration FIRST_SILENCE = Duration.ofSeconds(20);
    private static final Pattern NEXT_PING = Pattern.compile("'next_ping':(\\d+)");
    private static final String PING = "{'type':'ping','data':{'last_ping':0}}";
    private static final String PONG = "{'type':'pong','data':{'last_ping':0}}";

    /** What a NAT does when a device speaks on a path that it has forgotten. */
    enum Reopening {
        OTHER_PORT,
        SAME_PORT,
        /** The device does not move: it connects again. */
        NEW_CONNECTION
    }

    private final SessionFixture fixture;
    private final LifetimeLog log;
    private final Reopening reopening;
    private Duration natTimeout;
    private String host = "198.51.100.7";
    private int port = 1_000;
    private SessionFixture.Client client;
    private long passedNanos;
    private long speaksNanos;
    private final List<String> lost = new ArrayList<>();
    private int pongsOwed;
    private boolean off;

    /** How often something was sent into a path that was forgotten. */
    int overshoots;

    int pings;

    /** What the last ping said. */
    Duration nextPing = Duration.ZERO;

    PhoneBehindNat(SessionFixture fixture, LifetimeLog log, Duration natTimeout, Reopening reopening) {
        this.fixture = fixture;
        this.log = log;
        this.natTimeout = natTimeout;
        this.reopening = reopening;
        connect();
    }

    void connect() {
        lost.clear();
        pongsOwed = 0;
        client = fixture.client(ALICES_PHONE);
        client.address = new InetSocketAddress(host, port++);
        client.datagramNanos = fixture.nanos;
        says(SessionFixture.IDENTIFY_ALICE);
        fixture.background.runAll();
        speaksNanos = fixture.nanos + FIRST_SILENCE.toNanos();
        client.stream.sent.clear();
    }

    /** It has another address, and goes on from there. */
    void moveTo(String otherHost) {
        host = otherHost;
        client.address = new InetSocketAddress(host, port++);
        says(PING);
    }

    void natForgetsAfter(Duration other) {
        natTimeout = other;
    }

    /** Hears and says nothing. */
    void turnOff() {
        off = true;
    }

    void turnOn() {
        off = false;
    }

    SessionFixture.Client client() {
        return client;
    }

    void live(Duration time) {
        for (long nanos = 0; nanos < time.toNanos(); nanos += STEP.toNanos()) {
            step();
        }
    }

    private void step() {
        fixture.pass(STEP);
        if (!off) {
            answer();
        }
        client.session.tick();
        client.stream.sent.forEach(this::send);
        client.stream.sent.clear();
        if (!off && fixture.nanos - speaksNanos >= 0) {
            speak();
        }
        if (fixture.nanos / 1_000_000_000 != (fixture.nanos - STEP.toNanos()) / 1_000_000_000) {
            log.work();
        }
    }

    private void answer() {
        for (; pongsOwed > 0; pongsOwed--) {
            says(PONG);
        }
    }

    private void send(String line) {
        boolean forgotten = fixture.nanos - passedNanos > natTimeout.toNanos();
        overshoots += forgotten && lost.isEmpty() && !off ? 1 : 0;
        client.datagramNanos = fixture.nanos;
        if (forgotten || off) {
            lost.add(line);
        } else {
            passedNanos = fixture.nanos;
            hear(line);
        }
    }

    private void hear(String line) {
        Matcher next = NEXT_PING.matcher(line);
        if (next.find()) {
            pings++;
            pongsOwed++;
            nextPing = Duration.ofMillis(Long.parseLong(next.group(1)));
            speaksNanos = fixture.nanos + nextPing.plus(OVERDUE).toNanos();
        }
    }

    /** Nothing has come for too long. */
    private void speak() {
        speaksNanos = fixture.nanos + FIRST_SILENCE.toNanos();
        boolean forgotten = fixture.nanos - passedNanos > natTimeout.toNanos();
        if (forgotten && reopening == Reopening.NEW_CONNECTION || client.closedWith >= 0) {
            connect();
            return;
        }
        if (forgotten && reopening == Reopening.OTHER_PORT) {
            client.address = new InetSocketAddress(host, port++);
        }
        says(PING);
        lost.forEach(this::hear);
        lost.clear();
    }

    private void says(String line) {
        passedNanos = fixture.nanos;
        client.datagramNanos = fixture.nanos;
        client.says(line);
    }
}
