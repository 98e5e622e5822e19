package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.security.cert.X509Certificate;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * EST (RFC 7030 §4.1, §4.2): bodies are base64, and so is what is answered (RFC 8951 §2). An error is a line of text for
 * people (RFC 7030 §4.2.3). Not part of the API's description, which covers Omega's own calls.
 */
@RequestScoped
@Path(".well-known/est")
public class EnrolmentResource {
    private static final MediaType PKCS10 = new MediaType("application", "pkcs10");
    private static final String PKCS7 = "application/pkcs7-mime";
    private static final int LARGEST_REQUEST = 16 * 1024;
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Enrolment enrolment;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public EnrolmentResource() {
        this(null);
    }

    @Inject
    EnrolmentResource(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    @GET
    @Path("cacerts")
    @Operation(hidden = true)
    public Response authorities() {
        return answer(enrolment.authority(), PKCS7);
    }

    @POST
    @Path("simpleenroll")
    @TakesBody(from = Sender.ANYBODY, most = LARGEST_REQUEST)
    @Operation(hidden = true)
    public Response enrol(InputStream body, @Context HttpHeaders headers, @Context HttpServletRequest request)
            throws IOException {
        var who = BasicCredentials.from(headers.getHeaderString(HttpHeaders.AUTHORIZATION));
        return issued(enrolment.enrol(who, request.getRemoteAddr(), read(body, headers)));
    }

    @POST
    @Path("simplereenroll")
    @TakesBody(from = Sender.DEVICE, most = LARGEST_REQUEST)
    @Operation(hidden = true)
    public Response renew(
            InputStream body,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            @Context SecurityContext call)
            throws IOException {
        CertificateIdentity.Device device = device(call.getUserPrincipal());
        X509Certificate current = ((X509Certificate[]) request.getAttribute(CERTIFICATES))[0];
        return issued(enrolment.renew(device, current, read(body, headers)));
    }

    private static CertificateIdentity.Device device(Principal caller) {
        if (caller instanceof CertificateIdentity.Device device) {
            return device;
        }
        throw new EnrolmentRefusedException(
                caller == null ? Reason.NO_CERTIFICATE : Reason.FORBIDDEN,
                "Renewal needs the certificate of a device, valid and not revoked.");
    }

    private static byte[] read(InputStream body, HttpHeaders headers) throws IOException {
        MediaType type = headers.getMediaType();
        if (type == null || !PKCS10.isCompatible(type)) {
            throw new EnrolmentRefusedException(Reason.UNSUPPORTED_MEDIA_TYPE, "The body must be application/pkcs10.");
        }
        byte[] bytes = body.readNBytes(LARGEST_REQUEST + 1);
        if (bytes.length > LARGEST_REQUEST) {
            throw new EnrolmentRefusedException(
                    Reason.TOO_LARGE, "A request has " + LARGEST_REQUEST + " bytes at most.");
        }
        return bytes;
    }

    private static Response issued(X509Certificate certificate) {
        return answer(certificate, PKCS7 + "; smime-type=certs-only");
    }

    private static Response answer(X509Certificate certificate, String type) {
        return Response.ok(CertsOnly.base64(certificate), type)
                .header("Content-Transfer-Encoding", "base64")
                .build();
    }
}
