package net.tensamin.omega.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The keys this server proves itself with, and the authorities whose client certificates it accepts.
 *
 * @param serverKey the private key of the first certificate of {@code serverChain}
 * @param serverChain the server's certificate, then its issuers; never empty
 * @param clientAuthorities trust anchors for client certificates; never empty
 */
public record KeyMaterial(
        PrivateKey serverKey, List<X509Certificate> serverChain, List<X509Certificate> clientAuthorities) {
    public KeyMaterial {
        serverChain = List.copyOf(serverChain);
        clientAuthorities = List.copyOf(clientAuthorities);
        if (serverChain.isEmpty() || clientAuthorities.isEmpty()) {
            throw new IllegalArgumentException("key material needs a server certificate and a client authority");
        }
    }
}
