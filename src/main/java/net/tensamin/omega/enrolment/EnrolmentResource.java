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
import java.util.Optional;
import net.tensamin.omega.account.CallSubject;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * EST (RFC 7030 §4.1, §4.2): bodies are base64, and so is what is answered (RFC 8951 §2). An error is a line of text for
 * people (RFC 7030 §4.2.3).
 */
@RequestScoped
@Path(".well-known/est")
@Tag(name = "Enrolment")
public class EnrolmentResource {
    private static final String PKCS10 = "application/pkcs10";
    private static final String PKCS7 = "application/pkcs7-mime";
    private static final int LARGEST_REQUEST = 16 * 1024;
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Enrolment devices;
    private final OperatorEnrolment operators;
    private final CallSubject subject;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public EnrolmentResource() {
        this(null, null, null);
    }

    @Inject
    EnrolmentResource(Enrolment devices, OperatorEnrolment operators, CallSubject subject) {
        this.devices = devices;
        this.operators = operators;
        this.subject = subject;
    }

    @GET
    @Needs(Need.NOTHING)
    @Path("cacerts")
    @Operation(summary = "The authority of Omega's certificates")
    @APIResponse(
            responseCode = "200",
            description = "Its certificate.",
            content = @Content(mediaType = PKCS7, schema = @Schema(ref = "Certificates")))
    public Response getAuthorities() {
        return answer(devices.authority(), PKCS7);
    }

    @POST
    @Needs(Need.ENROLMENT)
    @Path("simpleenroll")
    @TakesBody(from = Sender.ANYBODY, most = LARGEST_REQUEST)
    @Operation(
            summary = "A first certificate, for a one-time code",
            description =
                    "Of the request its key counts. The code can be used once; the same request may be sent again.")
    @RequestBody(required = true, content = @Content(mediaType = PKCS10, schema = @Schema(ref = "CertificateRequest")))
    @APIResponse(
            responseCode = "200",
            description = "The certificate.",
            content = @Content(mediaType = PKCS7, schema = @Schema(ref = "Certificates")))
    public Response enrol(InputStream body, @Context HttpHeaders headers, @Context HttpServletRequest request)
            throws IOException {
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        Optional<String> ofOperator = BasicCredentials.ofOperator(authorization);
        if (ofOperator.isPresent()) {
            subject.isOfOperators();
            OperatorEnrolment.Issued issued =
                    operators.enrol(ofOperator.get(), request.getRemoteAddr(), read(body, headers));
            subject.is(issued.operator().identity());
            return issued(issued.certificate());
        }
        var who = BasicCredentials.from(authorization);
        return issued(devices.enrol(who, request.getRemoteAddr(), read(body, headers)));
    }

    @POST
    @Needs(Need.ENROLMENT)
    @Path("simplereenroll")
    @TakesBody(from = Sender.ENROLLED, most = LARGEST_REQUEST)
    @Operation(
            summary = "The next certificate, for the one that is shown",
            description = "Of the request its key counts.")
    @RequestBody(required = true, content = @Content(mediaType = PKCS10, schema = @Schema(ref = "CertificateRequest")))
    @APIResponse(
            responseCode = "200",
            description = "The certificate.",
            content = @Content(mediaType = PKCS7, schema = @Schema(ref = "Certificates")))
    public Response renew(
            InputStream body,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            @Context SecurityContext call)
            throws IOException {
        Principal caller = call.getUserPrincipal();
        if (!(caller instanceof CertificateIdentity)) {
            throw new EnrolmentRefusedException(
                    Reason.NO_CERTIFICATE, "Renewal needs a certificate that is valid and not revoked.");
        }
        X509Certificate current = ((X509Certificate[]) request.getAttribute(CERTIFICATES))[0];
        byte[] sent = read(body, headers);
        return issued(
                caller instanceof CertificateIdentity.Operator operator
                        ? operators.renew(operator, current, sent)
                        : devices.renew((CertificateIdentity.Device) caller, current, sent));
    }

    private static byte[] read(InputStream body, HttpHeaders headers) throws IOException {
        MediaType type = headers.getMediaType();
        if (type == null || !MediaType.valueOf(PKCS10).isCompatible(type)) {
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
