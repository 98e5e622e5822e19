package net.tensamin.omega.omikron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.limits.Rate;

/**
 * An Omikron that says anything (SPEC §5). Each line of the input is a frame, but for those that begin with an exclamation
 * mark: {@code !s} solves the challenge that was set, {@code !w} answers it with what solved another, {@code !t} lets time
 * pass.
 */
class OmikronLinkFuzzTest {
    private static final OmikronSettings SETTINGS = new OmikronSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            1_000,
            new Rate(1_000_000, Duration.ofSeconds(1)));
    private static final KeyPair KEYS = x448();
    private static final KeyPair OMEGA = x448();
    private static final String OLD_SOLUTION = "00000000000000000000000000000000";

    private final List<JsonObject> heard = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private boolean closed;
    private boolean solved;
    private int answered;
    private long nanos;
    private JsonObject challenge;
    private final OmikronLink link = new OmikronLink(new Ears(), () -> nanos, new Gate(), SETTINGS);

    @FuzzTest
    void whateverAnOmikronSays(byte[] input) throws GeneralSecurityException {
        new OmikronLinkFuzzTest().play(new String(input, UTF_8));
    }

    private void play(String script) throws GeneralSecurityException {
        for (String step : script.split("\n", -1)) {
            if (step.startsWith("!t")) {
                nanos += Duration.ofSeconds(6).toNanos();
                link.tick();
                heard.clear();
            } else {
                says(step.startsWith("!s") ? response(true) : step.startsWith("!w") ? response(false) : step);
            }
        }
    }

    private void says(String frame) {
        boolean open = !closed;
        boolean identified = done.contains("admit");
        int before = done.size();
        answered = 0;

        link.received(frame, () -> answered++);

        assertEquals(1, answered);
        assertTrue(heard.size() <= 1, () -> frame + " got " + heard);
        assertFalse(!open && !heard.isEmpty(), () -> "after the end: " + heard);
        if (!identified) {
            List<String> acts = done.subList(before, done.size());
            assertTrue(acts.isEmpty() || acts.equals(List.of("admit")) && solved, () -> frame + " did " + done);
            assertTrue(!open || closed || gets("challenge", "pong", "identification_response"), () -> frame);
        } else if (open) {
            assertFalse(closed, () -> "closed by " + frame);
            boolean pong = OmikronCodec.read(frame).message() instanceof OmikronMessage.Pong;
            assertEquals(pong ? 0 : 1, heard.size(), () -> frame);
        }
        heard.stream().filter(one -> one.getString("type").equals("challenge")).forEach(one -> challenge = one);
        heard.clear();
    }

    private boolean gets(String... types) {
        return heard.size() == 1 && List.of(types).contains(heard.get(0).getString("type"));
    }

    private String response(boolean right) throws GeneralSecurityException {
        boolean solvable = right && challenge != null;
        solved |= solvable;
        String text = solvable ? Solution.of(challenge.getJsonObject("data"), KEYS) : OLD_SOLUTION;
        return "{\"id\":\"r\",\"type\":\"challenge_response\",\"data\":{\"challenge\":\"" + text + "\"}}";
    }

    private static KeyPair x448() {
        try {
            return KeyPairGenerator.getInstance("X448").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Ears implements Wire {
        @Override
        public void send(List<String> frames) {
            for (String frame : frames) {
                assertTrue(UTF_8.newEncoder().canEncode(frame));
                try (JsonReader reader = Json.createReader(new StringReader(frame))) {
                    JsonObject object = reader.readObject();
                    object.getString("id");
                    heard.add(object);
                }
            }
        }

        @Override
        public void close(Closing closing) {
            closed = true;
        }
    }

    /** Knows Omikron 1, and answers everything at once. */
    private final class Gate implements Admission {
        @Override
        public KeyPair own() {
            return OMEGA;
        }

        @Override
        public Optional<byte[]> keyOf(OmikronId omikron) {
            return omikron.value() == 1
                    ? Optional.of(X448Challenge.encode((XECPublicKey) KEYS.getPublic()))
                    : Optional.empty();
        }

        @Override
        public Admitted admit(OmikronId omikron) {
            done.add("admit");
            Class<?>[] types = {Admitted.class};
            return (Admitted) Proxy.newProxyInstance(Admitted.class.getClassLoader(), types, (proxy, method, with) -> {
                if (method.getName().equals("isReplaced")) {
                    return false;
                }
                done.add(method.getName());
                return method.getName().equals("ended")
                        ? null
                        : CompletableFuture.completedFuture(
                                Optional.of(new OmikronReply(method.getName(), Optional.empty())));
            });
        }
    }
}
