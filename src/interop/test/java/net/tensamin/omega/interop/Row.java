package net.tensamin.omega.interop;

/** Something that every stack is asked to do, in the order of the page. */
enum Row {
    SESSION("identify, push, pong, read", SessionRows::session),
    OWN_KEY("the key that Omega wrote", SessionRows::keyThatOmegaWrote),
    REQUESTS("2,000 requests, keys updated when the stack likes", SessionRows::requests),
    KEY_UPDATES("six key updates when told", SessionRows::keyUpdates),
    SMALL_WINDOWS("windows of 64 bytes", SessionRows::smallWindows),
    CLOSES("closes: 100, 102, 103, 200, 201, 202", CloseRows::closes),
    REFUSALS("refusals: alerts 45, 48, 116", CloseRows::refusals),

    OBJECTS("objects with nothing between them", trial -> FramingRows.framed(trial, "objects")),
    LENGTHS("a length before each message", trial -> FramingRows.framed(trial, "lengths")),
    STREAMS("a stream for each message", trial -> FramingRows.framed(trial, "streams")),

    X25519("group X25519", trial -> HandshakeRows.group(trial, "X25519")),
    P_256("group P-256", trial -> HandshakeRows.group(trial, "P-256")),
    P_384("group P-384", trial -> HandshakeRows.group(trial, "P-384")),
    P_521("group P-521", trial -> HandshakeRows.group(trial, "P-521")),
    POST_QUANTUM("group X25519MLKEM768", trial -> HandshakeRows.group(trial, "X25519MLKEM768")),
    HELLO_RETRY("HelloRetryRequest", HandshakeRows::helloRetry),
    HELLO_RETRY_HYBRID("HelloRetryRequest to X25519MLKEM768", HandshakeRows::helloRetryToHybrid),
    LONG_HELLO("hello in two packets: in order, turned round, one lost", HandshakeRows::longHello),

    KEY_P_256("key P-256", trial -> HandshakeRows.key(trial, KeyType.P_256)),
    KEY_P_384("key P-384", trial -> HandshakeRows.key(trial, KeyType.P_384)),
    KEY_P_521("key P-521", trial -> HandshakeRows.key(trial, KeyType.P_521)),
    KEY_RSA("key RSA", trial -> HandshakeRows.key(trial, KeyType.RSA)),
    KEY_RSA_PSS("key RSASSA-PSS", trial -> HandshakeRows.key(trial, KeyType.RSA_PSS)),
    KEY_ED25519("key Ed25519", trial -> HandshakeRows.key(trial, KeyType.ED25519)),

    RETRY("Retry", PathRows::retry),
    LOSS("20% loss both ways", PathRows::loss),
    NEW_PORT("NAT gives another port", PathRows::newPort),
    NEW_ADDRESS("NAT gives another address", PathRows::newAddress),
    MIGRATION("client migrates to another address and back", PathRows::migration);

    private final String title;
    private final Test test;

    Row(String title, Test test) {
        this.title = title;
        this.test = test;
    }

    String title() {
        return title;
    }

    void run(Trial trial) throws Exception {
        test.run(trial);
    }

    private interface Test {
        void run(Trial trial) throws Exception;
    }
}
