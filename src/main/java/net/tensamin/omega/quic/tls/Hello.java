package net.tensamin.omega.quic.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsConstants.ExtensionType;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.impl.TransportError;

/**
 * A ClientHello (RFC 8446 §4.1.2), checked as far as it can be without another one. agent15 reads none with an unknown group in
 * it without loss, and makes keys of shares that nobody will use.
 *
 * @param bytes the whole message
 * @param beforeExtensions all up to the extensions, random and suites included
 * @param suites the numbers of the cipher suites, the client's preferred one first
 * @param extensions their data by type, in their order
 */
record Hello(byte[] bytes, ByteBuffer beforeExtensions, List<Integer> suites, Map<Integer, ByteBuffer> extensions) {
    static final int SUPPORTED_GROUPS = ExtensionType.supported_groups.value;
    static final int SIGNATURE_ALGORITHMS = ExtensionType.signature_algorithms.value;
    static final int ALPN = ExtensionType.application_layer_protocol_negotiation.value;
    static final int PADDING = ExtensionType.padding.value;
    static final int PRE_SHARED_KEY = ExtensionType.pre_shared_key.value;
    static final int EARLY_DATA = ExtensionType.early_data.value;
    static final int SUPPORTED_VERSIONS = ExtensionType.supported_versions.value;
    static final int COOKIE = ExtensionType.cookie.value;
    static final int PSK_MODES = ExtensionType.psk_key_exchange_modes.value;
    static final int KEY_SHARE = ExtensionType.key_share.value;
    static final int ENCRYPTED_HELLO = 0xfe0d; // RFC 9849 §5

    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;
    private static final int HEADER = 4;
    private static final int RANDOM = 32;

    /** What a client may change when it is asked for another share (RFC 8446 §4.1.2; the last: RFC 9849 §6.1.5). */
    private static final Set<Integer> MAY_CHANGE = Set.of(KEY_SHARE, PRE_SHARED_KEY, PADDING, ENCRYPTED_HELLO);

    /** @param message with its header, and of the length that it says */
    static Hello read(byte[] message) throws TlsProtocolException {
        try {
            return parse(message);
        } catch (BufferUnderflowException e) {
            throw HandshakeAlert.decodeError("malformed ClientHello");
        }
    }

    private static Hello parse(byte[] message) throws TlsProtocolException {
        ByteBuffer in = ByteBuffer.wrap(message).position(HEADER);
        if (unsigned(in) != TLS_1_2) {
            throw HandshakeAlert.decodeError("legacy version must be 0x0303");
        }
        in.get(new byte[RANDOM]);
        if (in.get() != 0) { // RFC 9001 §8.4
            throw new TlsProtocolException(
                    "legacy_session_id must be empty", new TransportError(TransportErrorCode.PROTOCOL_VIOLATION));
        }
        List<Integer> suites = numbers(vector(in));
        if (in.get() != 1 || in.get() != 0) { // one method: none
            throw HandshakeAlert.illegalParameter("legacy_compression_methods must be null");
        }
        ByteBuffer before = ByteBuffer.wrap(message, 0, in.position()).slice();
        Map<Integer, ByteBuffer> extensions = extensions(vector(in));
        if (in.hasRemaining()) {
            throw HandshakeAlert.decodeError("bytes after the end of a handshake message");
        }
        Hello hello = new Hello(message, before.position(HEADER).slice(), suites, extensions);
        hello.check();
        return hello;
    }

    private static Map<Integer, ByteBuffer> extensions(ByteBuffer in) throws HandshakeAlert {
        Map<Integer, ByteBuffer> extensions = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            int type = unsigned(in);
            if (extensions.containsKey(PRE_SHARED_KEY)) { // §4.2.11
                throw HandshakeAlert.illegalParameter("pre_shared_key must be the last extension");
            }
            if (extensions.put(type, vector(in)) != null) { // §4.2
                throw HandshakeAlert.illegalParameter("an extension appears twice");
            }
        }
        return extensions;
    }

    private void check() throws HandshakeAlert {
        if (!supportsTls13()) {
            throw new HandshakeAlert(AlertDescription.protocol_version, "TLS 1.3 is required");
        }
        if (extensions.containsKey(PRE_SHARED_KEY)) { // §4.2.9
            require(PSK_MODES);
        }
        Map<Integer, byte[]> shares = shares();
        if (!new HashSet<>(groups()).containsAll(shares.keySet())) { // §4.2.8
            throw HandshakeAlert.illegalParameter("a key share of a group that is not supported");
        }
        for (Group group : Group.values()) {
            byte[] share = shares.get(group.wire());
            if (share != null && share.length != group.clientShare()) {
                throw HandshakeAlert.illegalParameter("a key share of another length than the group has");
            }
        }
    }

    private boolean supportsTls13() throws HandshakeAlert {
        if (!extensions.containsKey(SUPPORTED_VERSIONS)) {
            return false;
        }
        ByteBuffer in = require(SUPPORTED_VERSIONS);
        int length = in.get() & 0xff;
        if (length != in.remaining()) {
            throw HandshakeAlert.decodeError("inconsistent length");
        }
        return numbers(in).contains(TLS_1_3);
    }

    /** The numbers of the groups that the client supports, its preferred one first. */
    List<Integer> groups() throws HandshakeAlert {
        return numbers(only(require(SUPPORTED_GROUPS)));
    }

    /** The numbers of the signature schemes that the client verifies. */
    List<Integer> signatureSchemes() throws HandshakeAlert {
        return numbers(only(require(SIGNATURE_ALGORITHMS)));
    }

    /** By the number of their group, in their order. */
    Map<Integer, byte[]> shares() throws HandshakeAlert {
        Map<Integer, byte[]> shares = new LinkedHashMap<>();
        for (ByteBuffer in = only(require(KEY_SHARE)); in.hasRemaining(); ) {
            int group = unsigned(in);
            ByteBuffer key = vector(in);
            if (!key.hasRemaining()) {
                throw HandshakeAlert.decodeError("an empty key share");
            }
            byte[] share = new byte[key.remaining()];
            key.get(share);
            if (shares.put(group, share) != null) { // §4.2.8
                throw HandshakeAlert.illegalParameter("two key shares of a group");
            }
        }
        return shares;
    }

    /**
     * Checks the hello of a client that was asked for a share of another group, this one having been its first (§4.1.2). The order
     * of extensions is not looked at: it means nothing.
     *
     * @throws HandshakeAlert illegal_parameter if it says anything else than what it was asked for
     */
    void checkSecond(Hello second, Group asked) throws HandshakeAlert {
        boolean same =
                beforeExtensions.equals(second.beforeExtensions) && lasting().equals(second.lasting());
        boolean allowed = !second.extensions.containsKey(EARLY_DATA) && !second.extensions.containsKey(COOKIE);
        if (!same || !allowed) {
            throw HandshakeAlert.illegalParameter("the second ClientHello differs from the first");
        }
        if (!second.shares().keySet().equals(Set.of(asked.wire()))) { // §4.2.8
            throw HandshakeAlert.illegalParameter("the second ClientHello must have the one share asked for");
        }
    }

    private Map<Integer, ByteBuffer> lasting() {
        Map<Integer, ByteBuffer> lasting = new LinkedHashMap<>(extensions);
        lasting.keySet().removeAll(MAY_CHANGE);
        lasting.remove(EARLY_DATA);
        lasting.remove(COOKIE);
        return lasting;
    }

    /** An extension with its type and length, as agent15 and Kwik read them. */
    ByteBuffer whole(int type) {
        ByteBuffer data = extensions.get(type).duplicate();
        return ByteBuffer.allocate(4 + data.remaining())
                .putShort((short) type)
                .putShort((short) data.remaining())
                .put(data)
                .flip();
    }

    private ByteBuffer require(int type) throws HandshakeAlert {
        ByteBuffer data = extensions.get(type);
        if (data == null) {
            throw new HandshakeAlert(AlertDescription.missing_extension, "missing extension " + type);
        }
        return data.duplicate();
    }

    /** The vector that is all there is. */
    private static ByteBuffer only(ByteBuffer in) throws HandshakeAlert {
        ByteBuffer vector = vector(in);
        if (in.hasRemaining()) {
            throw HandshakeAlert.decodeError("inconsistent length");
        }
        return vector;
    }

    /** What a length of two bytes says. */
    private static ByteBuffer vector(ByteBuffer in) throws HandshakeAlert {
        int length = unsigned(in);
        if (length > in.remaining()) {
            throw HandshakeAlert.decodeError("inconsistent length");
        }
        ByteBuffer vector = in.slice(in.position(), length);
        in.position(in.position() + length);
        return vector;
    }

    private static List<Integer> numbers(ByteBuffer in) throws HandshakeAlert {
        if (in.remaining() % 2 != 0 || !in.hasRemaining()) {
            throw HandshakeAlert.decodeError("inconsistent length");
        }
        List<Integer> numbers = new ArrayList<>(in.remaining() / 2);
        while (in.hasRemaining()) {
            numbers.add(unsigned(in));
        }
        return numbers;
    }

    private static int unsigned(ByteBuffer in) {
        return in.getShort() & 0xffff;
    }
}
