package net.tensamin.omega.interop;

/** How messages follow each other on streams (SPEC §2): answers come likewise. */
final class FramingRows {
    private FramingRows() {}

    static void framed(Trial trial, String framing) throws Exception {
        try (StackClient client = trial.knock().with("framing", framing).identified(Trial.USER)) {
            trial.works(client);
            String first = client.request("ping", "{'last_ping':0}");
            String second = client.request("get_notifications", "{}");
            client.answers(first, second);
            trial.works(client);
        }
    }
}
