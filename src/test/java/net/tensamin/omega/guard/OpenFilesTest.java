package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void connectionsLeaveAFifthOfTheFilesToOthers() {
        assertEquals(800 - 300, OpenFiles.mostConnections(0, 300, 1_000));
        assertEquals(800 - 300, OpenFiles.mostConnections(200, 500, 1_000), "those there are have their files already");
        assertEquals(100, OpenFiles.mostConnections(200, 900, 1_000), "some have to go");
    }

    @Test
    void nobodyComesInThePlacesOfThoseThatStillHaveTheirFiles() {
        assertFalse(OpenFiles.areGone(824, 1_000));
        assertTrue(OpenFiles.areGone(825, 1_000));
    }

    @Test
    void nothingIsShortBeforeFilesWereCounted() {
        assertFalse(new OpenFiles().areShort(1_000_000));
        assertFalse(new OpenFiles().areGone());
    }
}
