package net.tensamin.omega.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What the demo's operator reads of the server of {@link OmegaDeployment}, and does there. */
public final class OperatorCalls {
    private OperatorCalls() {}

    /** The answer's body; fails unless the status is 200. */
    public static String get(String path) throws IOException, GeneralSecurityException, InterruptedException {
        return get(OmegaDeployment.https(), path);
    }

    /** Revokes the device of a certificate that Omega did not issue. */
    public static void revoke(long user, X509Certificate certificate)
            throws IOException, GeneralSecurityException, InterruptedException {
        call(HttpRequest.newBuilder(device(user, certificate)).DELETE().build());
    }

    /** Ends the session of the device of a certificate that Omega did not issue. */
    public static void disconnect(long user, X509Certificate certificate)
            throws IOException, GeneralSecurityException, InterruptedException {
        URI disconnect = URI.create(device(user, certificate) + "/disconnect");
        call(HttpRequest.newBuilder(disconnect).POST(BodyPublishers.noBody()).build());
    }

    private static URI device(long user, X509Certificate certificate) throws GeneralSecurityException {
        byte[] fingerprint = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        String device = HexFormat.of().formatHex(fingerprint);
        return OmegaDeployment.https().resolve("api/operations/devices/" + user + "/" + device);
    }

    private static String get(URI server, String path)
            throws IOException, GeneralSecurityException, InterruptedException {
        return call(HttpRequest.newBuilder(server.resolve(path)).build());
    }

    private static String call(HttpRequest request) throws IOException, GeneralSecurityException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.demo("operator")).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(request.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    public static JsonObject json(String path) throws IOException, GeneralSecurityException, InterruptedException {
        try (JsonReader reader = Json.createReader(new StringReader(get(path)))) {
            return reader.readObject();
        }
    }

    /** The samples of {@code /metrics} by their names and labels; fails where one is there twice. */
    public static Map<String, Double> samples() throws IOException, GeneralSecurityException, InterruptedException {
        return samples(OmegaDeployment.https());
    }

    /** Those of another server. */
    public static Map<String, Double> samples(URI server)
            throws IOException, GeneralSecurityException, InterruptedException {
        Map<String, Double> samples = new HashMap<>();
        get(server, "metrics").lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            String value = line.substring(space + 1).replace("+Inf", "Infinity");
            if (samples.put(line.substring(0, space), Double.valueOf(value)) != null) {
                throw new AssertionError("twice: " + line);
            }
        });
        return samples;
    }
}
