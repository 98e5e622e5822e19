package net.tensamin.omega.quic.server;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.quic.admission.Datagram;

/**
 * How recent connections ended, for clients that missed it and still send something (RFC 9000 §10.2.1): the datagram with
 * the CONNECTION_CLOSE, by connection id. Of more than {@value #MOST} the oldest are forgotten. Thread-safe.
 */
final class LastWords {
    static final int MOST = 8_192;
    private static final int AMPLIFICATION = 3; // RFC 9000 §8

    private final Map<String, byte[]> words = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST;
        }
    };

    /** @param ids as of {@link Datagram#key} */
    synchronized void keep(Collection<String> ids, byte[] datagram) {
        ids.forEach(id -> words.put(id, datagram));
    }

    /** Nothing if that connection is not known, or the datagram too small for such an answer. */
    synchronized Optional<byte[]> answer(Datagram datagram) {
        return Optional.ofNullable(words.get(Datagram.key(datagram.destinationId())))
                .filter(word -> word.length <= AMPLIFICATION * datagram.bytes().limit());
    }
}
