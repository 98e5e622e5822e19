package net.tensamin.omega.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** What a client in Java is told on its standard input. */
final class Commands {
    private Commands() {}

    /** @param line the whole: the message, unless {@code word} is a command */
    record Command(String line, String word, String argument) {
        private static Command of(String line) {
            String[] words = line.split(" ", 2);
            return new Command(line, words[0], words.length > 1 ? words[1] : "");
        }
    }

    interface Obeying {
        void obey(Command command) throws IOException;
    }

    /** Returns at the end of the input. */
    static void read(Obeying client) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            client.obey(Command.of(line));
        }
    }
}
