package net.tensamin.omega.simulation;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** What the server asks of a client's certificate whose chain is verified. */
final class DeviceCertificate extends X509Certificate {
    private static final long serialVersionUID = 1;
    private static final int URI = 6; // RFC 5280 §4.2.1.6

    private final long user;
    private final String device;
    private final transient X500Principal subject;

    /** @param device 32 hexadecimal digits */
    DeviceCertificate(long user, String device) {
        this.user = user;
        this.device = device;
        this.subject = new X500Principal("2.5.4.5=#1320" + hex(device) + ",CN=device");
    }

    /** A PrintableString of 32 characters, in hexadecimal. */
    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public X500Principal getSubjectX500Principal() {
        return subject;
    }

    @Override
    public Collection<List<?>> getSubjectAlternativeNames() {
        return List.of(List.of(URI, "urn:tensamin:user:" + user));
    }

    @Override
    public byte[] getEncoded() {
        return (user + " " + device).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "certificate of " + device;
    }

    private static UnsupportedOperationException nobodyAsks() {
        return new UnsupportedOperationException("nobody asks that of a certificate that is verified");
    }

    @Override
    public void checkValidity() {
        throw nobodyAsks();
    }

    @Override
    public void checkValidity(Date date) {
        throw nobodyAsks();
    }

    @Override
    public int getVersion() {
        throw nobodyAsks();
    }

    @Override
    public BigInteger getSerialNumber() {
        throw nobodyAsks();
    }

    @Override
    @SuppressWarnings("deprecation")
    public Principal getIssuerDN() {
        throw nobodyAsks();
    }

    @Override
    @SuppressWarnings("deprecation")
    public Principal getSubjectDN() {
        throw nobodyAsks();
    }

    @Override
    public Date getNotBefore() {
        throw nobodyAsks();
    }

    @Override
    public Date getNotAfter() {
        throw nobodyAsks();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw nobodyAsks();
    }

    @Override
    public byte[] getSignature() {
        throw nobodyAsks();
    }

    @Override
    public String getSigAlgName() {
        throw nobodyAsks();
    }

    @Override
    public String getSigAlgOID() {
        throw nobodyAsks();
    }

    @Override
    public byte[] getSigAlgParams() {
        throw nobodyAsks();
    }

    @Override
    public boolean[] getIssuerUniqueID() {
        throw nobodyAsks();
    }

    @Override
    public boolean[] getSubjectUniqueID() {
        throw nobodyAsks();
    }

    @Override
    public boolean[] getKeyUsage() {
        throw nobodyAsks();
    }

    @Override
    public int getBasicConstraints() {
        throw nobodyAsks();
    }

    @Override
    public void verify(PublicKey key) {
        throw nobodyAsks();
    }

    @Override
    public void verify(PublicKey key, String provider) {
        throw nobodyAsks();
    }

    @Override
    public PublicKey getPublicKey() {
        throw nobodyAsks();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        throw nobodyAsks();
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        throw nobodyAsks();
    }

    @Override
    public byte[] getExtensionValue(String oid) {
        throw nobodyAsks();
    }
}
