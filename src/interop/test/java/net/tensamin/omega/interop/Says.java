package net.tensamin.omega.interop;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/** What a client in Java prints: the server's lines as they come, and events. */
final class Says {
    private Says() {}

    static void text(String text) {
        System.out.print(text);
        System.out.flush();
    }

    static void connected() {
        print(event("connected"));
    }

    static void updated() {
        print(event("updated"));
    }

    static void ended(String why) {
        print(event("ended").add("why", why));
    }

    static void closed(boolean application, long code, String reason) {
        print(event("closed")
                .add("kind", application ? "application" : "transport")
                .add("code", code)
                .add("reason", reason == null ? "" : reason));
    }

    /** Says that this stack has no such thing, and ends. */
    static IllegalStateException cannot(String why) {
        print(event("cannot").add("why", why));
        System.exit(0);
        return new IllegalStateException(why);
    }

    private static JsonObjectBuilder event(String name) {
        return Json.createObjectBuilder().add("event", name);
    }

    private static void print(JsonObjectBuilder event) {
        text(event.build() + "\n");
    }
}
