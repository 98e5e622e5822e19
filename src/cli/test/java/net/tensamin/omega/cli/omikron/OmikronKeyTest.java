package net.tensamin.omega.cli.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys are those of RFC 7748 §6.2; the challenge was sealed by another implementation, with nonce 00 01 .. 0b. */
class OmikronKeyTest {
    static final String OMIKRON_PRIVATE =
            "mo9JJdFRn1d1z0awS1gA1O6e6LrovFVl1JjCjdnJuvV0qUGXRIlzkQBjgqbxJ6sdmsLYwKWYcms=";
    static final String OMEGA_PUBLIC = "PreoKbDNIPW8/AtZm2/sz22kYnEHvbDU80W0MCfYuXL8PjT7QjKhPKcG3LV67D2uB73BxnvzNgk=";
    static final String OMEGA_PRIVATE = "HDBqesKg4uCZCylEcMujOeZFN3KwdYEdj60NHWknwSC7XuiXKw0+ITdMnJIbCdGwNm8QtlFzmS0=";
    static final String CHALLENGE = "AAECAwQFBgcICQoLUJUftIEQue6gJSxscGFAhCTKIHZBDNhTX4a+QwgLa3HOtVuJihbPgsxgY6Q2m8Q8";
    static final String ANSWER = "abcdefghijklmnopqrstuvwxyz012345";

    @TempDir
    private Path directory;

    @Test
    void answersTheFixedChallenge() throws GeneralSecurityException {
        assertEquals(ANSWER, OmikronKey.of(1, OMIKRON_PRIVATE).answer(OMEGA_PUBLIC, CHALLENGE));
    }

    @Test
    void anotherKeyIsToldThatItIsNotTheRegisteredOne() throws GeneralSecurityException {
        OmikronKey other = OmikronKey.of(3, OMEGA_PRIVATE);
        Failure failure = assertThrows(Failure.class, () -> other.answer(OMEGA_PUBLIC, CHALLENGE));
        assertEquals(ExitCode.REFUSED, failure.exitCode());
        assertTrue(failure.getMessage().endsWith("registered for Omikron 3"), failure.getMessage());
    }

    @Test
    void changedChallengeIsNotAnswered() throws GeneralSecurityException {
        byte[] sealed = Base64.getDecoder().decode(CHALLENGE);
        sealed[20] ^= 1;
        OmikronKey key = OmikronKey.of(1, OMIKRON_PRIVATE);
        String changed = Base64.getEncoder().encodeToString(sealed);
        assertThrows(Failure.class, () -> key.answer(OMEGA_PUBLIC, changed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAEC", "AAECAwQFBgcICQoL", "not base64!"})
    void challengeThatIsNoneIsAnErrorOfOmega(String challenge) throws GeneralSecurityException {
        OmikronKey key = OmikronKey.of(1, OMIKRON_PRIVATE);
        Failure failure = assertThrows(Failure.class, () -> key.answer(OMEGA_PUBLIC, challenge));
        assertEquals(ExitCode.ERROR_REPLY, failure.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAEC", "not base64!"})
    void publicKeyThatIsNoneIsAnErrorOfOmega(String publicKey) throws GeneralSecurityException {
        OmikronKey key = OmikronKey.of(1, OMIKRON_PRIVATE);
        Failure failure = assertThrows(Failure.class, () -> key.answer(publicKey, CHALLENGE));
        assertEquals(ExitCode.ERROR_REPLY, failure.exitCode());
    }

    @Test
    void keyIsReadFromItsFile() throws IOException {
        Path file = write("{\"omikron_id\": 7, \"private_key\": \"" + OMIKRON_PRIVATE + "\", \"public_key\": \"\"}");
        OmikronKey key = OmikronKey.read(file);
        assertEquals(7, key.omikronId());
        assertEquals(ANSWER, key.answer(OMEGA_PUBLIC, CHALLENGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"omikron_id\":1}",
                "{\"omikron_id\":1.5,\"private_key\":\"AAEC\"}",
                "{\"omikron_id\":1,\"private_key\":5}",
                "{\"omikron_id\":1,\"private_key\":\"AAEC\"}",
                "{\"omikron_id\":1,\"private_key\":\"?\"}"
            })
    void fileThatHoldsNoKeyIsNamed(String content) throws IOException {
        Path file = write(content);
        Failure failure = assertThrows(Failure.class, () -> OmikronKey.read(file));
        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
    }

    @Test
    void keyDoesNotPrintItself() throws GeneralSecurityException {
        assertFalse(OmikronKey.of(1, OMIKRON_PRIVATE).toString().contains("key"));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("omikron.json"), content);
    }
}
