package net.tensamin.omega.configuration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void theBuildHasWrittenItDown() {
        assertTrue(Version.text().matches("\\d+\\.\\d+.*"), Version.text());
        assertTrue(Version.ofAll().contains(" on Java "), Version.ofAll());
    }
}
