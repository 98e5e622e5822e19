package net.tensamin.omega.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Where the server of an integration test listens and writes, before anybody asks: beside this virtual machine others may run tests. */
public final class PlaceOfTests implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("omega.data") != null) {
            makeFolder();
            set("omega.https.port");
            set("omega.quic.port");
        }
    }

    private static void makeFolder() {
        try {
            Files.createDirectories(OmegaDeployment.data().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void set(String port) {
        System.setProperty(port, Integer.toString(OmegaNodes.freePort()));
    }
}
