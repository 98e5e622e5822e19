package net.tensamin.omega.operator;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.enrolment.Enrolments;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** What an operator asks of a server over HTTPS. */
record OperatorCallsOf(URI server, SSLContext tls) {
    static final String OPERATORS = "api/operations/operators";

    /** Of the server of {@link OmegaDeployment}. */
    static OperatorCallsOf as(TestIdentity identity) throws Exception {
        return new OperatorCallsOf(OmegaDeployment.https(), OmegaTls.showing(identity));
    }

    /** The demo's, who is an administrator. */
    static OperatorCallsOf demo() throws Exception {
        return new OperatorCallsOf(OmegaDeployment.https(), OmegaTls.demo("operator"));
    }

    static OperatorCallsOf nobody() throws Exception {
        return new OperatorCallsOf(OmegaDeployment.https(), OmegaTls.anonymous());
    }

    OperatorCallsOf at(URI other) {
        return new OperatorCallsOf(other, tls);
    }

    HttpResponse<String> call(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/" + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return HttpClient.newBuilder().sslContext(tls).build().send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return call("GET", path, null);
    }

    int status(String method, String path) throws Exception {
        return call(method, path, null).statusCode();
    }

    HttpResponse<String> put(String name, String role) throws Exception {
        return call("PUT", OPERATORS + "/" + name, role(role));
    }

    HttpResponse<String> remove(String name) throws Exception {
        return call("DELETE", OPERATORS + "/" + name, null);
    }

    String code(String name) throws Exception {
        HttpResponse<String> answer = call("POST", OPERATORS + "/" + name + "/codes", null);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer).getString("code");
    }

    /** With a new code. */
    TestIdentity enrolled(String name) throws Exception {
        KeyPair keys = TestAuthority.p256();
        HttpResponse<String> issued = enrol(code(name), Enrolments.request(keys));
        if (issued.statusCode() != 200) {
            throw new AssertionError(issued.statusCode() + " " + issued.body());
        }
        return Enrolments.identity(keys, issued.body());
    }

    static HttpResponse<String> enrol(String code, String pkcs10) throws Exception {
        String credentials = Base64.getEncoder().encodeToString(("operator:" + code).getBytes());
        return nobody().call(
                        "POST",
                        ".well-known/est/simpleenroll",
                        pkcs10,
                        "Content-Type",
                        "application/pkcs10",
                        "Authorization",
                        "Basic " + credentials);
    }

    HttpResponse<String> renew(String pkcs10) throws Exception {
        return call("POST", ".well-known/est/simplereenroll", pkcs10, "Content-Type", "application/pkcs10");
    }

    /** What was recorded, the newest first, as caller, action, subject and status. */
    List<String> audit(String find) throws Exception {
        return json(get("api/operations/audit?find=" + find))
                .getJsonArray("calls")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(call -> call.getString("caller", "nobody") + " " + call.getString("action") + " "
                        + call.getString("subject", "") + " " + call.getInt("http_status"))
                .toList();
    }

    static String role(String role) {
        return "{\"role\":\"" + role + "\"}";
    }

    static JsonObject json(HttpResponse<String> response) {
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    /** Status and error. */
    static String said(HttpResponse<String> response) {
        return response.statusCode() + " " + json(response).getString("status");
    }
}
