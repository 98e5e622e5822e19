package net.tensamin.omega.cli.tauri;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.OptionalLong;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.client.TauriClient;

/** What a person says to a client that stays, a line each. Its end is not the client's: a service has no terminal. */
final class Prompt {
    private static final String COMMANDS = "There are: read SENDER, pending, badges, connect, quit";

    private final ClientLoop loop;
    private final TauriPrinter view;

    Prompt(ClientLoop loop, TauriPrinter view) {
        this.loop = loop;
        this.view = view;
    }

    void begin(InputStream input) {
        Thread thread = new Thread(() -> read(input), "prompt");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream input) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, Charset.defaultCharset()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    said(line.strip());
                }
            }
        } catch (IOException e) {
            view.misunderstood("No more can be read: " + e.getMessage());
        }
    }

    private void said(String line) {
        OptionalLong sender = line.matches("read\\s.*")
                ? Envelope.number(line.substring("read".length()).strip())
                : OptionalLong.empty();
        if (sender.isPresent()) {
            loop.post(client -> client.read(sender.getAsLong()));
            return;
        }
        switch (line) {
            case "pending", "connect" -> loop.post(TauriClient::hurry);
            case "badges" -> loop.post(client -> view.changed(client.badges()));
            case "quit" -> loop.post(TauriClient::leave);
            default -> view.misunderstood(COMMANDS);
        }
    }
}
