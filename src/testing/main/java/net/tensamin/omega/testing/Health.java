package net.tensamin.omega.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server of {@link OmegaDeployment} says of its health, to anybody.
 *
 * @param checks each check's status and reason by its name, such as {@code UP answers}
 */
public record Health(int httpStatus, Map<String, String> checks) {

    /** @param kind {@code live}, {@code ready} or {@code started} */
    public static Health of(String kind) throws IOException, GeneralSecurityException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("health/" + kind))
                .build();
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        Map<String, String> checks = new TreeMap<>();
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            for (JsonValue each : reader.readObject().getJsonArray("checks")) {
                JsonObject check = each.asJsonObject();
                String reason = check.getJsonObject("data").getString("reason");
                checks.put(check.getString("name"), check.getString("status") + " " + reason);
            }
        }
        return new Health(response.statusCode(), checks);
    }
}
